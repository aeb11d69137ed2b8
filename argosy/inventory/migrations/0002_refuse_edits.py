"""Let PostgreSQL refuse an edit of what is append-only.

Phase:  expand; nothing in the code edits these rows, and a test of the statements says so
Locks:  brief ACCESS EXCLUSIVE on inventory_move; no rewrite, no scan
Size:   any: the trigger fires on UPDATE and DELETE only, once a statement
Undo:   drop the trigger and its function; nothing depends on them
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION inventory_move_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'inventory_move is append-only: a correction is a reversal and a new row';
END
$$;
CREATE TRIGGER move_append_only BEFORE UPDATE OR DELETE ON inventory_move
FOR EACH STATEMENT EXECUTE FUNCTION inventory_move_is_append_only();
"""
BACKWARD = """
DROP TRIGGER move_append_only ON inventory_move;
DROP FUNCTION inventory_move_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
