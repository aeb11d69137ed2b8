-- A posting was deleted from the middle of its history.
DELETE FROM finance_posting
WHERE channel = %(channel)s AND kind = 'cost_of_goods' AND reverses IS NOT NULL
