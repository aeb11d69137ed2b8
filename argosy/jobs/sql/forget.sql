-- Drop records older than any job that could repeat the effect, and what is known of its failures.
WITH old_failures AS (
    DELETE FROM jobs_failure WHERE failed_at < %(before)s
)
DELETE FROM jobs_effect WHERE happened_at < %(before)s AND key LIKE 'job:%%'
