-- SKUs behind a code, each with what its places hold; a place without a count is not there.
WITH page AS (
    SELECT sku.id, sku.code, sku.title, sku.is_kit
    FROM catalogue_sku AS sku
    WHERE sku.code > %(after)s AND (%(skus)s::text[] IS NULL OR sku.code = ANY(%(skus)s))
    ORDER BY sku.code
    LIMIT %(limit)s
)
SELECT
    page.code AS sku,
    page.title,
    page.is_kit,
    coalesce(
        jsonb_agg(
            jsonb_build_object(
                'place', place.key,
                'on_hand', level.on_hand,
                'reserved', level.reserved,
                'leased', level.leased,
                'available', level.on_hand - level.reserved - level.leased,
                'counted_at', level.counted_at
            )
            ORDER BY place.key
        ) FILTER (WHERE level.id IS NOT NULL),
        '[]'
    ) AS places
FROM page
LEFT JOIN inventory_level AS level ON level.sku_id = page.id
LEFT JOIN inventory_place AS place ON place.id = level.place_id
GROUP BY page.code, page.title, page.is_kit
ORDER BY page.code
