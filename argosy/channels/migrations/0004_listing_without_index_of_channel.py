"""Look a listing up by its channel and platform SKU together: drop the index of its channel alone.

Phase:  contract; only an index, which the unique constraint begins with too
Locks:  brief ACCESS EXCLUSIVE on channels_listing; no rewrite
Size:   one row a listing; nothing is read
Undo:   make the index again
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0003_remember_what_was_sold"),
    ]

    operations = [
        migrations.AlterField(
            model_name="listing",
            name="channel",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="listings",
                to="channels.channel",
            ),
        ),
    ]
