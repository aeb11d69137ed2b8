-- JOB-2 [warning] No job that may run waits for more than a quarter of an hour.
SELECT job.id AS job, job.task_name AS task, asked.at AS since
FROM procrastinate_jobs AS job
CROSS JOIN LATERAL (
    SELECT greatest(min(event.at), job.scheduled_at) AS at
    FROM procrastinate_events AS event
    WHERE event.job_id = job.id
) AS asked
WHERE job.status = 'todo' AND asked.at < %(now)s::timestamptz - interval '15 minutes'
