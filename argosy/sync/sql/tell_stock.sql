-- Keep what each SKU holds in all places together, and answer those of which that is news.
WITH present AS (
    SELECT sku_id, sum(on_hand)::bigint AS on_hand, sum(reserved)::bigint AS reserved,
        sum(leased)::bigint AS leased
    FROM inventory_level
    GROUP BY sku_id
), news AS (
    INSERT INTO sync_toldstock (sku, on_hand, reserved, leased, told_at)
    SELECT sku_id, on_hand, reserved, leased, %(now)s FROM present ORDER BY sku_id
    ON CONFLICT (sku) DO UPDATE
    SET on_hand = excluded.on_hand, reserved = excluded.reserved, leased = excluded.leased,
        told_at = excluded.told_at
    WHERE (sync_toldstock.on_hand, sync_toldstock.reserved, sync_toldstock.leased)
        IS DISTINCT FROM (excluded.on_hand, excluded.reserved, excluded.leased)
    RETURNING sku, on_hand, reserved, leased
)
SELECT news.sku, sku.code, news.on_hand, news.reserved, news.leased
FROM news
JOIN catalogue_sku AS sku ON sku.id = news.sku
ORDER BY news.sku
