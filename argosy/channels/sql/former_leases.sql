-- Listings that hold a lease and are not to be strict any more, or may not sell it any more.
SELECT DISTINCT lease.claimant
FROM inventory_lease AS lease
JOIN incoming_offered AS offered ON lease.claimant = 'listing:' || offered.listing
WHERE lease.state = 'open' AND (NOT offered.is_strict OR offered.is_barred);
