"""Let PostgreSQL refuse an edit of what is append-only.

Phase:  expand; nothing in the code edits these rows, and a test of the statements says so
Locks:  brief ACCESS EXCLUSIVE on finance_posting; no rewrite, no scan
Size:   any: the trigger fires on UPDATE and DELETE only, once a statement
Undo:   drop the trigger and its function; nothing depends on them
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION finance_posting_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'finance_posting is append-only: a correction is a reversal and a new row';
END
$$;
CREATE TRIGGER posting_append_only BEFORE UPDATE OR DELETE ON finance_posting
FOR EACH STATEMENT EXECUTE FUNCTION finance_posting_is_append_only();
"""
BACKWARD = """
DROP TRIGGER posting_append_only ON finance_posting;
DROP FUNCTION finance_posting_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("finance", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
