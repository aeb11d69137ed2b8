-- The sources' own names of markets that these channels have used.
SELECT channel_id, market, label FROM channels_marketlabel WHERE channel_id = ANY (%(channels)s::bigint[]);
