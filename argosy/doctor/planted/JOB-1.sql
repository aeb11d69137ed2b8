-- A worker died with a job in hand.
INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('default', 'doctor.self_test', 'doing')
