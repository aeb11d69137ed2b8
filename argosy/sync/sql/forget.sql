-- Drop what was delivered long ago, and what is dead and was seen to be.
DELETE FROM sync_delivery
WHERE (state = 'delivered' AND delivered_at < %(before)s)
   OR (state = 'dead' AND seen_at < %(before)s)
