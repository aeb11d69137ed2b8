-- A posting points at a row that its document does not have.
UPDATE finance_posting SET source_row = 999 WHERE channel = %(channel)s AND kind = 'platform_fee'
