-- The SKUs with these codes.
SELECT code, id FROM catalogue_sku WHERE code = ANY (%(codes)s);
