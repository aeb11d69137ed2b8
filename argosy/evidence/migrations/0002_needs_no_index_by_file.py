"""Drop an index that nothing reads: every document paid for it.

Phase:  contract; no statement looks documents up by their file
Locks:  brief ACCESS EXCLUSIVE on evidence_document; no scan
Size:   2 million rows in a large book
Undo:   create the index again
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="document",
            name="file",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="evidence.file",
            ),
        ),
    ]
