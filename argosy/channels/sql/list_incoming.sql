-- List what is offered; of two titles the later statement wins, ties by text. What says nothing new is passed
-- over: an upsert locks the row of a hot listing even where it changes nothing.
INSERT INTO channels_listing (channel_id, platform_sku, title, title_as_of, mapped_by, created_at)
SELECT channel, platform_sku, title, as_of, '', %(now)s
FROM incoming_listing AS incoming
WHERE NOT EXISTS (
    SELECT FROM channels_listing AS known
    WHERE known.channel_id = incoming.channel AND known.platform_sku = incoming.platform_sku
      AND (incoming.title = ''
           OR (known.title <> '' AND (incoming.as_of, incoming.title COLLATE "C")
                                     <= (known.title_as_of, known.title COLLATE "C")))
)
ORDER BY channel, platform_sku
ON CONFLICT (channel_id, platform_sku) DO UPDATE
SET title = excluded.title, title_as_of = excluded.title_as_of
WHERE excluded.title <> ''
  AND (channels_listing.title = '' OR (excluded.title_as_of, excluded.title COLLATE "C")
       > (channels_listing.title_as_of, channels_listing.title COLLATE "C"));
