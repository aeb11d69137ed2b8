-- A request that began an hour ago and was never answered.
WITH owner AS (
    INSERT INTO identity_user (password, username, display_name, role, may_export, language, theme, is_active, created_at)
    VALUES ('!', 'planted', 'Planted', 'owner', false, '', '', true, %(now)s) RETURNING id
), key AS (
    INSERT INTO identity_apikey (name, prefix, secret_sha256, scopes, channels, created_by_id, created_at)
    SELECT 'planted', '000000000000', '\x00', '{orders:write}', '{}', id, %(now)s FROM owner RETURNING id
)
INSERT INTO identity_idempotencykey (api_key_id, key, fingerprint, state, started_at)
SELECT id, 'planted', '\x00', 'in_progress', %(now)s::timestamptz - interval '1 hour' FROM key
