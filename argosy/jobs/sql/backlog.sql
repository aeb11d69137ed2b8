-- Jobs that are not done, by task. `waiting_since` is when the oldest that may run was asked for.
SELECT job.task_name,
    count(*) FILTER (WHERE job.status = 'todo')::int AS waiting,
    count(*) FILTER (WHERE job.status = 'doing')::int AS doing,
    count(*) FILTER (WHERE job.status = 'failed')::int AS failed,
    min(asked.at) FILTER (
        WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at <= %(now)s)
    ) AS waiting_since
FROM procrastinate_jobs AS job
LEFT JOIN LATERAL (
    SELECT min(event.at) AS at
    FROM procrastinate_events AS event
    WHERE event.job_id = job.id AND event.type = 'deferred'
) AS asked ON true
WHERE job.status IN ('todo', 'doing', 'failed')
GROUP BY job.task_name
ORDER BY job.task_name
