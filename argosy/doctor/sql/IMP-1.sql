-- IMP-1 [warning] No import stands still: one that has not ended has shown a sign of life lately.
SELECT id AS import, state, coalesce(beat_at, created_at) AS silent_since
FROM intake_run
WHERE state IN ('queued', 'reading', 'applying')
  AND coalesce(beat_at, created_at) < %(now)s::timestamptz - interval '15 minutes'
