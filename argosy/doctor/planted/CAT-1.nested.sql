-- A kit is part of a kit.
UPDATE catalogue_sku SET is_kit = true WHERE code = 'DOCTOR-CUP';
INSERT INTO catalogue_component (kit_id, sku_id, quantity)
SELECT cup.id, tray.id, 1 FROM catalogue_sku AS cup, catalogue_sku AS tray
WHERE cup.code = 'DOCTOR-CUP' AND tray.code = 'DOCTOR-TRAY'
