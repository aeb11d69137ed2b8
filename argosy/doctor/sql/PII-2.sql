-- PII-2 [warning] Personal data is not kept beyond the day until which it was promised to be.
SELECT 'recipient' AS what, id, retain_until FROM orders_recipient
WHERE retain_until < (%(now)s::timestamptz AT TIME ZONE 'UTC')::date
UNION ALL
SELECT 'contact', id, retain_until FROM customers_contact
WHERE retain_until < (%(now)s::timestamptz AT TIME ZONE 'UTC')::date
