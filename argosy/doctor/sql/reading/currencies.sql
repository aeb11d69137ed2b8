-- The currencies in use anywhere in the book.
SELECT currency FROM company_entity
UNION SELECT currency FROM channels_channel
UNION SELECT currency FROM orders_order
UNION SELECT currency FROM finance_dailytotal
UNION SELECT currency FROM finance_unitcost
