-- The place in the feed behind which everything lies that is not certain to be in it already.
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1
