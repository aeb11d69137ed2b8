"""State what each listing may show, and keep apart what is desired, accepted and confirmed.

Phase:  expand; three columns that may be null, four new tables
Locks:  brief ACCESS EXCLUSIVE on channels_channel; no rewrite
Size:   a few hundred channels
Undo:   drop the columns and tables
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="channel",
            name="cancel_within_hours",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="channel",
            name="fee_share",
            field=models.DecimalField(decimal_places=5, max_digits=6, null=True),
        ),
        migrations.AddField(
            model_name="channel",
            name="ship_within_hours",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.CreateModel(
            name="Lag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lag_ms", models.BigIntegerField()),
                ("samples", models.IntegerField()),
                ("measured_at", models.DateTimeField()),
                (
                    "channel",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="channels.channel",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Pace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rate", models.DecimalField(decimal_places=6, max_digits=14)),
                ("dispersion", models.DecimalField(decimal_places=6, max_digits=12)),
                ("measured_at", models.DateTimeField()),
                (
                    "listing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="channels.listing",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Desired",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.IntegerField(null=True)),
                ("version", models.BigIntegerField()),
                ("desired_at", models.DateTimeField()),
                ("available", models.BigIntegerField(null=True)),
                ("why", models.CharField(max_length=20)),
                ("accepted_version", models.BigIntegerField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("confirmed_version", models.BigIntegerField(null=True)),
                ("confirmed_quantity", models.IntegerField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "listing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="channels.listing",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("accepted_version__isnull", True),
                            ("accepted_version__lt", models.F("version")),
                            _connector="OR",
                        ),
                        fields=["desired_at"],
                        name="desired_unpushed",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quantity__isnull", True), ("quantity__gte", 0), _connector="OR"
                        ),
                        name="desired_not_negative",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Policy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("product_group", models.CharField(blank=True, default="", max_length=80)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[("strict", "Strict"), ("pooled", "Pooled")],
                        default="",
                        max_length=6,
                    ),
                ),
                ("buffer", models.PositiveIntegerField(blank=True, null=True)),
                ("cap", models.PositiveIntegerField(blank=True, null=True)),
                ("floor", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "share",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=5, null=True),
                ),
                ("priority", models.PositiveIntegerField(blank=True, null=True)),
                ("exclusive", models.BooleanField(blank=True, null=True)),
                (
                    "bound",
                    models.DecimalField(blank=True, decimal_places=8, max_digits=9, null=True),
                ),
                ("stated_at", models.DateTimeField()),
                (
                    "channel",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="policies",
                        to="channels.channel",
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="policies",
                        to="channels.listing",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("channel", "listing", "product_group"),
                        name="policy_once_per_scope",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("share__isnull", True),
                            models.Q(("share__gte", 0), ("share__lte", 1)),
                            _connector="OR",
                        ),
                        name="policy_share_of_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bound__isnull", True),
                            models.Q(("bound__gt", 0), ("bound__lt", 1)),
                            _connector="OR",
                        ),
                        name="policy_bound_is_probability",
                    ),
                ],
            },
        ),
    ]
