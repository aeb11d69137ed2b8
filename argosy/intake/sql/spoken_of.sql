-- Which of these subjects anything is known of: an order, though withdrawn; a document that stands; a payment
-- that refers to it.
SELECT given.n::int
FROM unnest(%(channels)s::bigint[], string_to_array(%(subjects)s, E'\x1f')) WITH ORDINALITY AS given (channel, subject, n)
WHERE EXISTS (SELECT FROM orders_order AS known
              WHERE known.channel_id = given.channel AND known.external_id = given.subject)
   OR EXISTS (SELECT FROM evidence_document AS document
              WHERE document.channel = given.channel AND document.external_id = given.subject
                AND document.state <> 'undone')
   OR EXISTS (SELECT FROM evidence_document AS payment
              WHERE payment.channel = given.channel AND payment.reference = given.subject
                AND payment.reference <> '');
