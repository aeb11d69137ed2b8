-- The key of a prefix, if it and its owner are alive now, with the channels its owner is kept to.
SELECT
    key.id,
    key.name,
    key.secret_sha256,
    key.scopes,
    key.channels,
    key.last_used_at,
    owner.id AS user_id,
    ARRAY(
        SELECT narrowed.target FROM identity_grant AS narrowed
        WHERE narrowed.user_id = owner.id AND narrowed.sort = 'channel'
    ) AS owner_channels
FROM identity_apikey AS key
JOIN identity_user AS owner ON owner.id = key.created_by_id
WHERE key.prefix = %(prefix)s
  AND key.revoked_at IS NULL
  AND owner.is_active
  AND (key.expires_at IS NULL OR key.expires_at > %(now)s)
