"""Keep what was last told of a SKU's stock, so that only what is news is told.

Phase:  expand; a table of its own
Locks:  none
Size:   empty; a row a SKU once somebody asks to be told
Undo:   drop the table
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sync", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ToldStock",
            fields=[
                ("sku", models.BigIntegerField(primary_key=True, serialize=False)),
                ("on_hand", models.BigIntegerField()),
                ("reserved", models.BigIntegerField()),
                ("leased", models.BigIntegerField()),
                ("told_at", models.DateTimeField()),
            ],
        ),
    ]
