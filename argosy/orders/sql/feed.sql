-- Facts in the order of the transactions that wrote them, up to one that may still write (feed_end).
SELECT fact.xact, fact.id AS fact, fact.order_id AS "order", sold.channel_id AS channel,
    sold.external_id, fact.kind,
    fact.occurred_at, fact.recorded_at, fact.detail
FROM orders_fact AS fact
JOIN orders_order AS sold ON sold.id = fact.order_id
WHERE (fact.xact, fact.id) > (%(xact)s::bigint, %(fact)s::bigint)
  AND fact.xact < %(end)s::bigint
  AND (%(channels)s::bigint[] IS NULL OR sold.channel_id = ANY (%(channels)s::bigint[]))
ORDER BY fact.xact, fact.id
LIMIT %(limit)s
