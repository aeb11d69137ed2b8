-- Whether stock was touched, or a listing is to be looked at again by now.
SELECT EXISTS (SELECT FROM inventory_touch)
    OR EXISTS (SELECT FROM channels_desired WHERE look_at <= %(now)s);
