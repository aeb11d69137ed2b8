-- Have every listing looked at anew.
UPDATE channels_desired SET look_at = %(now)s;
