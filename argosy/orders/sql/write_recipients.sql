-- Personal data lives apart, for delivery and until a day.
INSERT INTO orders_recipient (order_id, purpose, retain_until, name, phone, email, address)
SELECT DISTINCT ON (snapshot."order")
       snapshot."order", 'delivery', (%(now)s::timestamptz + interval '180 days')::date,
       left(coalesce(recipient ->> 'name', ''), 200), left(coalesce(recipient ->> 'phone', ''), 60),
       left(coalesce(recipient ->> 'email', ''), 254), recipient - 'name' - 'phone' - 'email'
FROM incoming_order AS snapshot
WHERE recipient IS NOT NULL
ORDER BY snapshot."order", snapshot.wins DESC
ON CONFLICT (order_id) DO UPDATE
SET name = excluded.name, phone = excluded.phone, email = excluded.email, address = excluded.address;
