"""Promise units to holders and lease them to claimants; name what is owed and what is on its way.

Phase:  expand; the tables are new, and reservations had no rows before there was a service
Locks:  brief ACCESS EXCLUSIVE on inventory_reservation, which is empty
Size:   nothing yet
Undo:   drop the new tables and columns
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0001_initial"),
        ("company", "0001_initial"),
        ("inventory", "0002_refuse_edits"),
    ]

    operations = [
        migrations.CreateModel(
            name="Arrival",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.IntegerField()),
                ("received", models.IntegerField(default=0)),
                ("reference", models.CharField(max_length=80)),
                ("expected_at", models.DateTimeField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("expected", "Expected"),
                            ("arrived", "Arrived"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Backorder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("holder", models.CharField(max_length=80)),
                ("quantity", models.IntegerField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("short", "Short"),
                            ("recount", "Recount"),
                            ("uncounted", "Uncounted"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("filled", "Filled"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=10,
                    ),
                ),
                ("promised_until", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Lease",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("claimant", models.CharField(max_length=80)),
                ("granted", models.IntegerField()),
                ("quantity", models.IntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("closed", "Closed")], max_length=10
                    ),
                ),
                ("ends_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Touch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "skus",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                ("touched_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name="reservation",
            name="reservation_holder",
        ),
        migrations.AddField(
            model_name="reservation",
            name="closed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="reservation",
            name="expires_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="reservation",
            name="entity",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="company.entity",
            ),
        ),
        migrations.AlterField(
            model_name="reservation",
            name="place",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="inventory.place",
            ),
        ),
        migrations.AlterField(
            model_name="reservation",
            name="sku",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalogue.sku",
            ),
        ),
        migrations.AlterField(
            model_name="reservation",
            name="state",
            field=models.CharField(
                choices=[("active", "Active"), ("consumed", "Consumed"), ("released", "Released")],
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="reservation",
            index=models.Index(
                condition=models.Q(("expires_at__isnull", False), ("state", "active")),
                fields=["expires_at"],
                name="reservation_expiry",
            ),
        ),
        migrations.AddConstraint(
            model_name="reservation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "active")),
                fields=("holder", "sku", "place"),
                name="reservation_once_active",
            ),
        ),
        migrations.AddField(
            model_name="arrival",
            name="entity",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="company.entity"
            ),
        ),
        migrations.AddField(
            model_name="arrival",
            name="origin",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.place"
            ),
        ),
        migrations.AddField(
            model_name="arrival",
            name="place",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.place"
            ),
        ),
        migrations.AddField(
            model_name="arrival",
            name="sku",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.sku"
            ),
        ),
        migrations.AddField(
            model_name="backorder",
            name="entity",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="company.entity",
            ),
        ),
        migrations.AddField(
            model_name="backorder",
            name="place",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="inventory.place",
            ),
        ),
        migrations.AddField(
            model_name="backorder",
            name="sku",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalogue.sku",
            ),
        ),
        migrations.AddField(
            model_name="lease",
            name="place",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.place"
            ),
        ),
        migrations.AddField(
            model_name="lease",
            name="sku",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.sku"
            ),
        ),
        migrations.AddIndex(
            model_name="arrival",
            index=models.Index(
                condition=models.Q(("state", "expected")),
                fields=["sku", "place"],
                name="arrival_expected",
            ),
        ),
        migrations.AddConstraint(
            model_name="arrival",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="arrival_at_least_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="arrival",
            constraint=models.CheckConstraint(
                condition=models.Q(("received__gte", 0)), name="arrival_not_negative"
            ),
        ),
        migrations.AddIndex(
            model_name="backorder",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["sku", "place"],
                name="backorder_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="backorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="backorder_at_least_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="backorder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("holder", "sku", "place"),
                name="backorder_once_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="lease",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gte", 0), ("granted__gte", models.F("quantity"))),
                name="lease_within_grant",
            ),
        ),
        migrations.AddConstraint(
            model_name="lease",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("claimant", "sku", "place"),
                name="lease_once_open",
            ),
        ),
    ]
