-- DES-1 [error] A platform has accepted and confirmed no newer quantity than the one that is wanted.
SELECT listing_id AS listing, version, accepted_version, confirmed_version
FROM channels_desired
WHERE accepted_version > version OR confirmed_version > version
   OR (accepted_version IS NULL) <> (accepted_at IS NULL)
   OR (confirmed_version IS NULL) <> (confirmed_at IS NULL)
