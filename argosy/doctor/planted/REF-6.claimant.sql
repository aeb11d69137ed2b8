-- A listing that does not exist may sell units unasked.
UPDATE inventory_lease SET claimant = 'listing:0' WHERE place_id = %(place)s
