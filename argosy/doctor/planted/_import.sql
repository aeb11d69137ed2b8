-- The import that the specimen's documents came with.
INSERT INTO intake_run
    (file, member, profile, channel_id, state, rows_total, rows_done, documents_total, documents_done, counts,
     skipped, error_code, error_facts, cancel_asked, created_at, started_at, beat_at, finished_at, peak_rss_mb)
VALUES
    (%(file)s, 'specimen.csv', 'generic-orders', %(channel)s, 'done', 1, 1, 1, 1, '{}',
     '[]', '', '{}', false, %(now)s, %(now)s, %(now)s, %(now)s, 1)
RETURNING id
