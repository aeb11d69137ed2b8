-- The first transaction of this book that may still write: every fact of an earlier one is there.
-- Other books on the same server count transactions with us and must not hold us up, nor must the
-- server's own cleaning, which has no user: what is known to be theirs is left out. Whoever is not
-- known counts as ours: that delays, and loses nothing.
SELECT least(
    (
        SELECT min(book_number(running.xact))
        FROM pg_snapshot_xip(pg_current_snapshot()) AS running (xact)
        WHERE NOT EXISTS (
            SELECT FROM pg_stat_activity AS other
            WHERE other.backend_xid = running.xact::xid
              AND (other.datname <> current_database() OR other.usesysid IS NULL)
        )
    ),
    book_number(pg_current_xact_id_if_assigned()),
    book_number(pg_snapshot_xmax(pg_current_snapshot()))
)
