-- Somebody may see a channel that does not exist.
WITH somebody AS (
    INSERT INTO identity_user
        (password, username, display_name, role, may_export, language, theme, is_active, created_at)
    VALUES ('', 'doctor-self-test', '', 'support', false, '', '', false, %(now)s)
    RETURNING id
)
INSERT INTO identity_grant (user_id, sort, target) SELECT id, 'channel', 0 FROM somebody
