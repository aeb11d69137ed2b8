-- An import died and nobody took it up.
UPDATE intake_run SET state = 'applying', beat_at = %(now)s::timestamptz - interval '1 hour' WHERE id = %(run)s
