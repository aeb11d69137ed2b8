-- What these SKUs consist of, where they are kits.
SELECT kit_id, sku_id, quantity FROM catalogue_component WHERE kit_id = ANY (%(skus)s::bigint[]) ORDER BY kit_id, sku_id;
