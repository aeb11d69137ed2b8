-- The first import of a member of a channel with this profile.
SELECT run.id
FROM intake_run AS run
WHERE run.profile = %(profile)s AND run.channel_id = %(channel)s::bigint AND run.member = %(member)s
ORDER BY run.id
LIMIT 1;
