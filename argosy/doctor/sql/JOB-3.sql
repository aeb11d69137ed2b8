-- JOB-3 [warning] No job was given up within the last week.
SELECT job.id AS job, job.task_name AS task, job.attempts
FROM procrastinate_jobs AS job
WHERE job.status = 'failed'
  AND EXISTS (
      SELECT FROM procrastinate_events AS event
      WHERE event.job_id = job.id AND event.at > %(now)s::timestamptz - interval '7 days'
  )
