-- A kit left without one of its parts.
DELETE FROM inventory_move
WHERE entity_id = %(entity)s AND reason = 'ship'
  AND sku_id = (SELECT id FROM catalogue_sku WHERE code = 'DOCTOR-TRAY')
