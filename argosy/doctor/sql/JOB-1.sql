-- JOB-1 [error] No job is being done by a worker that is gone.
SELECT job.id AS job, job.task_name AS task, worker.last_heartbeat AS heard_of
FROM procrastinate_jobs AS job
LEFT JOIN procrastinate_workers AS worker ON worker.id = job.worker_id
WHERE job.status = 'doing'
  AND (worker.id IS NULL OR worker.last_heartbeat < %(now)s::timestamptz - interval '2 minutes')
