-- Record that an effect happens; no row if it already has. Waits for whoever is doing it now.
INSERT INTO jobs_effect (key, happened_at) VALUES (%(key)s, %(now)s)
ON CONFLICT (key) DO NOTHING
