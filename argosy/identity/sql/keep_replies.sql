-- Keep the reply of each request that is under way.
UPDATE identity_idempotencykey AS request
SET state = 'done', status = reply.status, body = reply.body, finished_at = %(now)s
FROM unnest(%(requests)s::bigint[], %(statuses)s::int[], %(bodies)s::bytea[])
    AS reply (id, status, body)
WHERE request.id = reply.id AND request.state = 'in_progress'
