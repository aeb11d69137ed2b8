-- Write down what each asked listing is to show: of a kit what its scarcest part allows, and no more than its
-- policy says. A new version only where that is not what it shows already. Answers what became of how many.
WITH sum_up AS (
    SELECT offered.listing, offered.place, offered.is_strict, offered.is_barred, offered.buffer, offered.cap,
           offered.floor, offered.share, offered.lag_s,
           bool_or(look.available IS NULL) AS is_uncounted,
           min(div(greatest(look.available, 0), look.takes))::bigint AS sells,
           min(div(greatest(CASE WHEN offered.is_strict THEN least(look.available, look.ceiling * look.takes)
                                 ELSE offer.quantity END, 0), look.takes))::bigint AS offer,
           max(ceil(coalesce(offer.flight, 0)::numeric / look.takes))::bigint AS flight,
           count(*) > 1 AND bool_or(offer.quantity = look.showing * look.takes) AS is_left_alone,
           coalesce(bool_and(offer.is_pooled), false) AS is_pooled,
           coalesce(bool_or(offer.is_last AND offer.quantity < look.takes), false) AS is_last,
           min(look.current) AS current, bool_or(look.is_new) AS is_new, min(look.showing) AS showing,
           max(look.arriving_s) <= 0 AS is_settled, min(look.meanwhile) AS meanwhile
    FROM incoming_offered AS offered
    JOIN incoming_look AS look ON look.listing = offered.listing
    LEFT JOIN incoming_offer AS offer ON offer.nth = look.nth
    WHERE offered.is_asked
    GROUP BY offered.listing
), limited AS (
    SELECT sum_up.*, floor(sells * share)::bigint AS part, sells - buffer AS beyond_buffer,
           CASE WHEN is_left_alone AND offer <> showing THEN least(offer, greatest(0, showing - flight)) ELSE offer END AS may
    FROM sum_up
), least_of AS (
    SELECT limited.*,
           CASE WHEN is_strict THEN greatest(0, may)
                ELSE greatest(0, least(may, cap, part, beyond_buffer)) END AS most
    FROM limited
), decided AS (
    SELECT listing, current, is_new, showing, is_settled, meanwhile, is_pooled, lag_s,
           CASE WHEN is_strict THEN sells WHEN is_uncounted OR place IS NULL THEN NULL ELSE sells END AS available,
           CASE WHEN place IS NULL OR (is_uncounted AND NOT is_strict AND NOT is_barred) THEN NULL
                WHEN is_barred THEN 0 WHEN NOT is_strict AND most < floor THEN 0 ELSE most END::int AS quantity,
           CASE WHEN place IS NULL THEN 'no_place' WHEN is_barred THEN 'exclusive' WHEN is_strict THEN 'lease'
                WHEN is_uncounted THEN 'uncounted' WHEN most < floor THEN 'floor' WHEN may <= most THEN
                    CASE WHEN is_last THEN 'priority' WHEN is_pooled THEN 'pooled' ELSE 'split' END
                WHEN most = cap THEN 'cap' WHEN most = part THEN 'share' ELSE 'buffer' END AS why
    FROM least_of
), added AS (
    INSERT INTO channels_desired (listing_id, quantity, version, desired_at, available, why, meanwhile)
    SELECT listing, quantity, 1, %(now)s, available, why, 0 FROM decided WHERE is_new
    RETURNING 1
), renewed AS (
    UPDATE channels_desired AS desired
    SET quantity = decided.quantity, version = desired.version + 1, desired_at = %(now)s,
        available = decided.available, why = decided.why,
        meanwhile = CASE WHEN desired.accepted_version IS NULL THEN 0  -- nothing is known before its first number
                         WHEN decided.is_settled THEN decided.showing
                         ELSE decided.showing + decided.meanwhile END,
        look_at = CASE WHEN NOT decided.is_pooled THEN %(now)s::timestamptz + make_interval(secs => decided.lag_s) END
    FROM decided
    WHERE desired.listing_id = decided.listing AND NOT decided.is_new
      AND decided.quantity IS DISTINCT FROM decided.current
    RETURNING 1
), noted AS (
    UPDATE channels_desired AS desired
    SET available = decided.available, why = decided.why,
        look_at = CASE WHEN desired.look_at > %(now)s THEN desired.look_at END
    FROM decided
    WHERE desired.listing_id = decided.listing AND NOT decided.is_new
      AND decided.quantity IS NOT DISTINCT FROM decided.current
      AND (desired.available IS DISTINCT FROM decided.available OR desired.why <> decided.why
           OR desired.look_at <= %(now)s)
    RETURNING 1
)
SELECT (SELECT count(*) FROM decided), (SELECT count(*) FROM added) + (SELECT count(*) FROM renewed),
       (SELECT count(*) FROM noted);
