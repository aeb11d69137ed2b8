-- A fee is estimated although a payout report has stated it.
UPDATE evidence_document AS payment SET reference = 'L-9', channel = %(live)s
WHERE payment.channel = %(channel)s AND payment.external_id = 'T-1'
