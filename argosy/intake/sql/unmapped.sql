-- The platform SKUs of this batch that nobody has mapped yet.
SELECT platform_sku FROM incoming_listing WHERE sku IS NULL;
