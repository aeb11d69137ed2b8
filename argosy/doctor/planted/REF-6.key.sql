-- A program may read a channel that does not exist.
WITH owner AS (
    INSERT INTO identity_user
        (password, username, display_name, role, may_export, language, theme, is_active, created_at)
    VALUES ('', 'doctor-self-test', '', 'owner', false, '', '', false, %(now)s)
    RETURNING id
)
INSERT INTO identity_apikey (name, prefix, secret_sha256, scopes, channels, created_by_id, created_at)
SELECT 'doctor', 'doctor', '', '{orders:read}', '{0}', id, %(now)s FROM owner
