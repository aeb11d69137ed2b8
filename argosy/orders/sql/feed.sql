-- Facts in the order of the transactions that wrote them, up to one that may still write (feed_end). Every
-- snapshot tells again what it knows: of what happens once, only its first telling is news.
SELECT fact.xact, fact.id AS fact, fact.order_id AS "order", sold.channel_id AS channel,
    sold.external_id, fact.kind,
    fact.occurred_at, fact.recorded_at, fact.detail
FROM orders_fact AS fact
JOIN orders_order AS sold ON sold.id = fact.order_id
WHERE (fact.xact, fact.id) > (%(xact)s::bigint, %(fact)s::bigint)
  AND fact.xact < %(end)s::bigint
  AND (%(channels)s::bigint[] IS NULL OR sold.channel_id = ANY (%(channels)s::bigint[]))
  AND (fact.kind NOT IN ('placed', 'paid', 'shipped', 'cancelled')
       OR NOT EXISTS (SELECT FROM orders_fact AS told
                      WHERE told.order_id = fact.order_id AND told.kind = fact.kind AND told.id < fact.id))
ORDER BY fact.xact, fact.id
LIMIT %(limit)s
