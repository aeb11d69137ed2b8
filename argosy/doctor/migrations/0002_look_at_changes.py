"""Remember up to which transaction the book was looked at, and some of the rows that were found.

Phase:  expand
Locks:  brief ACCESS EXCLUSIVE on doctor_examination and doctor_finding
Size:   a few thousand rows
Undo:   drop the columns; each examination then looks at everything
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("doctor", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="examination",
            name="is_recent",
            field=models.BooleanField(db_default=False),
        ),
        migrations.AddField(
            model_name="examination",
            name="upto",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="finding",
            name="sample",
            field=models.JSONField(default=list),
        ),
        migrations.AddIndex(
            model_name="examination",
            index=models.Index(
                condition=models.Q(("upto__isnull", False)),
                fields=["-id"],
                name="examination_marked",
            ),
        ),
    ]
