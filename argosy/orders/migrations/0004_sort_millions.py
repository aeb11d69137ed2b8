"""Sort the list of orders without sorting millions of them, and find the rare states among them.

Phase:  expand; indexes
Locks:  SHARE on orders_order while they are built
Size:   2 million orders in a large book: 10 s, 320 MB; booking an order costs no more by a measure
Undo:   drop the indexes
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0003_remember_what_was_sold"),
        ("company", "0001_initial"),
        ("customers", "0001_initial"),
        ("orders", "0003_find_credits"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["total_minor", "id"], name="order_by_total"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["units", "id"], name="order_by_units"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["refunded_minor", "id"], name="order_by_refund"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["market", "id"], name="order_by_market"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["external_id", "id"], name="order_by_number"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("cancelled_at__isnull", False)),
                fields=["-placed_at", "-id"],
                name="order_cancelled",
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("withdrawn_at__isnull", False)),
                fields=["-placed_at", "-id"],
                name="order_withdrawn",
            ),
        ),
    ]
