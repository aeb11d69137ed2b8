-- A job has waited for an hour.
INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('default', 'doctor.self_test', 'todo');
UPDATE procrastinate_events SET at = %(now)s::timestamptz - interval '1 hour'
WHERE job_id = (SELECT max(id) FROM procrastinate_jobs WHERE task_name = 'doctor.self_test')
