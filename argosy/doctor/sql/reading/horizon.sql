-- The first transaction of this book that may still be at work in this snapshot, the first that had not begun, and the
-- one from which on the book's numbers are of this server. All before the first have ended: what they wrote is here to
-- be seen. Other books on the same server, and its own cleaning, count transactions with us and hold nothing up; who
-- is not known counts as ours.
SELECT least(min(book_number(running.xact)), book_number(pg_snapshot_xmax(pg_current_snapshot()))),
       book_number(pg_snapshot_xmax(pg_current_snapshot())),
       book_counts_from()
FROM pg_snapshot_xip(pg_current_snapshot()) AS running (xact)
WHERE NOT EXISTS (
    SELECT FROM pg_stat_activity AS other
    WHERE other.backend_xid = running.xact::xid
      AND (other.datname <> current_database() OR other.usesysid IS NULL)
)
