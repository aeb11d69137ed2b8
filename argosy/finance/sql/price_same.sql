-- Money in the entity's own currency needs no rate.
UPDATE incoming_posting
SET base_minor = amount_minor, rate = 1, rate_source = 'same', rate_date = day, priced = true
WHERE currency = base AND NOT priced;
