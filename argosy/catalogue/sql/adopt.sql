-- Make a SKU of each code that is none yet, and let the later statement of a title win.
INSERT INTO catalogue_sku
    (code, title, title_as_of, barcode, hs_code, origin, package_material, is_kit, adopted, created_at)
SELECT code, title, as_of, '', '', '', '', false, true, %(now)s
FROM unnest(%(codes)s::text[], %(titles)s::text[], %(as_of)s::timestamptz[]) AS given (code, title, as_of)
ORDER BY code
ON CONFLICT (code) DO UPDATE
SET title = excluded.title, title_as_of = excluded.title_as_of
WHERE catalogue_sku.adopted
  AND excluded.title <> ''
  AND (catalogue_sku.title = '' OR (excluded.title_as_of, excluded.title COLLATE "C")
       > (catalogue_sku.title_as_of, catalogue_sku.title COLLATE "C"));
