-- IDM-1 [error] No request of a program hangs half done: what began has its answer within ten minutes.
SELECT request.id AS request, request.api_key_id AS api_key, request.started_at AS since
FROM identity_idempotencykey AS request
WHERE request.state = 'in_progress'
  AND request.started_at < %(now)s::timestamptz - interval '10 minutes'
ORDER BY request.started_at
