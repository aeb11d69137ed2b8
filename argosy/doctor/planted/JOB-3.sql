-- A job was given up just now.
INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('default', 'doctor.self_test', 'doing');
UPDATE procrastinate_jobs SET status = 'failed' WHERE task_name = 'doctor.self_test'
