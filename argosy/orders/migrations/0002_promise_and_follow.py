"""Say by when an order must leave, and let readers follow facts without missing a late commit.

Phase:  expand; columns that may be null or have a constant default, and indexes
Locks:  SHARE on orders_order and orders_fact while the indexes are built
Size:   2 million rows in a large book: some seconds
Undo:   drop the columns and indexes, add the references again
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0002_state_what_to_show"),
        ("company", "0001_initial"),
        ("customers", "0001_initial"),
        ("orders", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="fact",
            name="detail",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="fact",
            name="xact",
            field=models.BigIntegerField(db_default=0),
        ),
        migrations.AddField(
            model_name="order",
            name="promised_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="order",
            name="revision",
            field=models.IntegerField(db_default=0),
        ),
        migrations.AlterField(
            model_name="order",
            name="channel",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="channels.channel",
            ),
        ),
        migrations.AlterField(
            model_name="order",
            name="customer",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.customer",
            ),
        ),
        migrations.AlterField(
            model_name="order",
            name="entity",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="company.entity",
            ),
        ),
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(fields=["xact", "id"], name="fact_feed"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("customer__isnull", False)),
                fields=["customer"],
                name="order_customer",
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(
                    ("cancelled_at", None),
                    ("promised_until__isnull", False),
                    ("shipped_at", None),
                    ("withdrawn_at", None),
                ),
                fields=["promised_until"],
                name="order_open",
            ),
        ),
    ]
