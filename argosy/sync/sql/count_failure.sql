-- One more failure in a row; at the last that is borne the endpoint counts as broken.
UPDATE sync_endpoint
SET failures = failures + 1,
    state = CASE
        WHEN state = 'active' AND failures + 1 >= %(borne)s THEN 'broken' ELSE state
    END,
    opened_at = CASE
        WHEN state = 'active' AND failures + 1 >= %(borne)s THEN %(now)s ELSE opened_at
    END,
    probe_at = CASE
        WHEN state = 'active' AND failures + 1 >= %(borne)s THEN %(now)s + %(first_pause)s
        WHEN state = 'broken' AND %(is_probe)s
            THEN %(now)s + least(%(first_pause)s * power(2, least(probes + 1, 20)), %(last_pause)s)
        ELSE probe_at
    END,
    probes = probes + CASE WHEN state = 'broken' AND %(is_probe)s THEN 1 ELSE 0 END
WHERE id = %(endpoint)s
