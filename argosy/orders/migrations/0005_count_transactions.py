"""Number transactions by a count of the book's own, which goes on where the book goes.

A server counts its transactions from when it was made, and a book that is restored on a younger one
would get numbers anew that readers of the feed are past already. So the book adds to them what it
is ahead, and says where that holds: `book_count_here` finds out that the book lies elsewhere, and
begins behind every number that anybody can have been given. Numbers are microseconds since 1970 at
that moment, and no server begins a million transactions a second: whoever restores later begins
higher, also above what the lost book told its readers after the backup was made.

What is ahead is a constant function, which PostgreSQL puts into the statement when it plans it: it
costs booking 0.02 ms, goes with every backup, and plans are made anew when it is replaced.

Phase:  expand; functions only
Locks:  none
Size:   any
Undo:   drop the functions, once no statement names them
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION book_ahead() RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN 0::bigint;

CREATE FUNCTION book_counts_from() RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN 0::bigint;

CREATE FUNCTION book_counts_at() RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN ''::text;

CREATE FUNCTION book_number(transaction xid8) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN transaction::text::bigint + book_ahead();

-- As PostgreSQL notes it in each row. Only of numbers from book_counts_from() on.
CREATE FUNCTION book_xid(number bigint) RETURNS xid
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN ((number - book_ahead()) % 4294967296)::text::xid;

CREATE FUNCTION book_count_here(at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    -- A restored book is another database, whatever its name; a renamed one is the same.
    here text := (
        SELECT server.system_identifier || '/' || base.oid
        FROM pg_control_system() AS server, pg_database AS base
        WHERE base.datname = current_database()
    );
    beginning bigint;
BEGIN
    IF book_counts_at() = here THEN
        RETURN false;
    END IF;
    -- One begins, and only when all that was numbered before is there to be seen.
    LOCK TABLE orders_fact IN SHARE ROW EXCLUSIVE MODE;
    IF book_counts_at() = here THEN
        RETURN false;
    END IF;
    -- If the clock was set back, at least behind what the book itself knows of.
    beginning := greatest(
        floor(extract(epoch FROM at) * 1000000)::bigint,
        book_counts_from() + 1,
        (SELECT max(xact) + 1 FROM orders_fact)
    );
    EXECUTE format(
        'CREATE OR REPLACE FUNCTION book_ahead() RETURNS bigint'
        ' LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN %s::bigint',
        beginning - pg_snapshot_xmax(pg_current_snapshot())::text::bigint
    );
    EXECUTE format(
        'CREATE OR REPLACE FUNCTION book_counts_from() RETURNS bigint'
        ' LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN %s::bigint',
        beginning
    );
    EXECUTE format(
        'CREATE OR REPLACE FUNCTION book_counts_at() RETURNS text'
        ' LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN %L::text',
        here
    );
    RETURN true;
END
$$;
"""
BACKWARD = """
DROP FUNCTION book_count_here(timestamptz);
DROP FUNCTION book_xid(bigint);
DROP FUNCTION book_number(xid8);
DROP FUNCTION book_counts_at();
DROP FUNCTION book_counts_from();
DROP FUNCTION book_ahead();
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0004_sort_millions")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
