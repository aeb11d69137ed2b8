-- Take what is asked for in all, if every level has it to spare and no claimant has a lease to draw on first;
-- else take nothing. Answers whether it was taken. The rule is asked of the rows as they are locked.
WITH demand AS (
    SELECT * FROM unnest(%(skus)s::bigint[], %(places)s::bigint[], %(units)s::bigint[]) AS given (sku, place, units)
), is_plenty AS MATERIALIZED (
    SELECT NOT EXISTS (
        SELECT FROM demand
        LEFT JOIN inventory_level AS level ON level.sku_id = demand.sku AND level.place_id = demand.place
        WHERE level.id IS NULL OR level.on_hand - level.reserved - level.leased < demand.units
    ) AND NOT EXISTS (
        SELECT FROM inventory_lease AS lease
        WHERE lease.state = 'open' AND lease.sku_id = ANY (%(skus)s::bigint[])
    ) AS answer
), held AS (
    UPDATE inventory_level AS level
    SET reserved = level.reserved + demand.units
    FROM demand, is_plenty
    WHERE is_plenty.answer AND level.sku_id = demand.sku AND level.place_id = demand.place
      AND level.on_hand - level.reserved - level.leased >= demand.units
    RETURNING level.id
)
SELECT is_plenty.answer, (SELECT count(*) FROM held), (SELECT count(*) FROM demand) FROM is_plenty;
