-- SKUs of which a listing has a strict lease, or may be meant to have one.
SELECT DISTINCT listing.sku_id
FROM channels_listing AS listing
WHERE listing.sku_id IS NOT NULL
  AND (EXISTS (SELECT FROM channels_policy AS policy WHERE policy.kind = 'strict'
               AND (policy.listing_id IS NULL OR policy.listing_id = listing.id)
               AND (policy.channel_id IS NULL OR policy.channel_id = listing.channel_id))
       OR EXISTS (SELECT FROM inventory_lease AS lease
                  WHERE lease.state = 'open' AND lease.claimant = 'listing:' || listing.id));
