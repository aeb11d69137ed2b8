-- Unsold units pass from one claimant's lease to another's; the level is as it was. Answers the leases that
-- had enough to give: the caller compares and takes all back if one had not.
WITH asked AS (
    SELECT * FROM unnest(%(givers)s::text[], %(takers)s::text[], %(skus)s::bigint[], %(places)s::bigint[],
                         %(units)s::int[]) AS given (giver, taker, sku, place, units)
), given AS (
    UPDATE inventory_lease AS lease
    SET quantity = lease.quantity - asked.units, granted = lease.granted - asked.units
    FROM (SELECT giver, sku, place, sum(units) AS units FROM asked GROUP BY giver, sku, place) AS asked
    WHERE lease.claimant = asked.giver AND lease.sku_id = asked.sku AND lease.place_id = asked.place
      AND lease.state = 'open' AND lease.quantity >= asked.units
    RETURNING asked.giver, asked.sku, asked.place
), touched AS (
    INSERT INTO inventory_touch (skus, touched_at)
    SELECT array_agg(DISTINCT sku), %(now)s FROM given HAVING count(*) > 0
), taken AS (
    INSERT INTO inventory_lease AS lease (claimant, sku_id, place_id, granted, quantity, state, created_at)
    SELECT asked.taker, asked.sku, asked.place, sum(asked.units), sum(asked.units), 'open', %(now)s
    FROM asked JOIN given USING (giver, sku, place)
    GROUP BY asked.taker, asked.sku, asked.place
    ON CONFLICT (claimant, sku_id, place_id) WHERE state = 'open'
    DO UPDATE SET granted = lease.granted + excluded.granted, quantity = lease.quantity + excluded.quantity
)
SELECT giver, sku, place FROM given;
