"""Say with a touch who took how many units: what each listing still shows follows from it.

Phase:  expand; two columns that may be null
Locks:  brief ACCESS EXCLUSIVE on inventory_touch; no rewrite
Size:   the few touches that nobody has taken yet
Undo:   drop the columns; the quantities shown are then worked out with more caution
"""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inventory", "0003_promise_units"),
    ]

    operations = [
        migrations.AddField(
            model_name="touch",
            name="takers",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=80), null=True, size=None
            ),
        ),
        migrations.AddField(
            model_name="touch",
            name="taken",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), null=True, size=None
            ),
        ),
    ]
