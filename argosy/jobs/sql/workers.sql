-- Every worker with its last heartbeat and the number of jobs it is doing.
SELECT worker.id, worker.last_heartbeat, count(job.id)::int
FROM procrastinate_workers AS worker
LEFT JOIN procrastinate_jobs AS job ON job.worker_id = worker.id AND job.status = 'doing'
GROUP BY worker.id
ORDER BY worker.last_heartbeat DESC, worker.id
