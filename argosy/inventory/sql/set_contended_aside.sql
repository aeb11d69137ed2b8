-- Take out the baskets that could come short: those with a SKU that all baskets together want more of than
-- there is. The rest can all be held, whatever their order.
WITH beyond AS (
    SELECT promise.sku, promise.place,
           greatest(0, sum(promise.quantity) - coalesce(max(lease.quantity), 0)) AS quantity
    FROM incoming_promise AS promise
    LEFT JOIN inventory_lease AS lease
      ON lease.claimant = promise.claimant AND lease.sku_id = promise.sku
     AND lease.place_id = promise.place AND lease.state = 'open'
    GROUP BY promise.sku, promise.place, promise.claimant
), scarce AS (
    SELECT beyond.sku, beyond.place
    FROM beyond
    LEFT JOIN inventory_level AS level ON level.sku_id = beyond.sku AND level.place_id = beyond.place
    GROUP BY beyond.sku, beyond.place, level.id
    HAVING level.id IS NULL
        OR sum(beyond.quantity) > min(level.on_hand - level.reserved - level.leased)
), aside AS (
    DELETE FROM incoming_promise
    WHERE holder IN (SELECT holder FROM incoming_promise JOIN scarce USING (sku, place))
    RETURNING holder, sku, place
)
SELECT aside.holder, aside.sku, scarce.sku IS NOT NULL
FROM aside LEFT JOIN scarce USING (sku, place)
ORDER BY aside.holder, aside.sku;
