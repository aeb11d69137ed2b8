"""Remember what each listing sold of what it shows, and when it is to be looked at again.

Phase:  expand; columns that may be null or have a default, and a new table
Locks:  brief ACCESS EXCLUSIVE on channels_desired and channels_pace; no rewrite
Size:   one row a listing; what was sold is a row a listing and hour
Undo:   drop the columns and the table; paces are measured anew from then on
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0002_state_what_to_show"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hour_at", models.DateTimeField()),
                ("units", models.IntegerField()),
            ],
        ),
        migrations.AddField(
            model_name="desired",
            name="ceiling",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="desired",
            name="look_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="desired",
            name="meanwhile",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="pace",
            name="heat",
            field=models.DecimalField(db_default=0, decimal_places=6, max_digits=14),
        ),
        migrations.AddField(
            model_name="pace",
            name="heated_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="desired",
            index=models.Index(
                condition=models.Q(("look_at__isnull", False)),
                fields=["look_at"],
                name="desired_look",
            ),
        ),
        migrations.AddField(
            model_name="sold",
            name="listing",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="channels.listing",
            ),
        ),
        migrations.AddConstraint(
            model_name="sold",
            constraint=models.UniqueConstraint(
                fields=("listing", "hour_at"), name="sold_once_per_hour"
            ),
        ),
    ]
