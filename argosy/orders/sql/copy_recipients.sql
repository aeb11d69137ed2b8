-- Who receives them: personal data lives apart, for delivery and until a day.
COPY orders_recipient (order_id, purpose, retain_until, name, phone, email, address) FROM STDIN;
