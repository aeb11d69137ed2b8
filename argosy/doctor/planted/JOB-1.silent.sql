-- A worker has been silent for an hour with a job in hand.
WITH worker AS (
    INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%(now)s::timestamptz - interval '1 hour')
    RETURNING id
)
INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id)
SELECT 'default', 'doctor.self_test', 'doing', id FROM worker
