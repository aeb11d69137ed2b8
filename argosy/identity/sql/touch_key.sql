-- Remember when a key was used last, unless somebody has just done so.
UPDATE identity_apikey SET last_used_at = %(now)s
WHERE id = %(key)s AND (last_used_at IS NULL OR last_used_at <= %(before)s)
