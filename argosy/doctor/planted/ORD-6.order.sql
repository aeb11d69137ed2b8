-- An order went on following the snapshot that was overtaken.
UPDATE orders_order AS known SET document = document.id
FROM evidence_document AS document
WHERE known.channel_id = %(channel)s AND known.external_id = 'O-2'
  AND document.channel = known.channel_id AND document.external_id = known.external_id
  AND document.state = 'overtaken'
