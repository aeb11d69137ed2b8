"""The tables of strategy; PostgreSQL itself refuses edits of the log of opened gates."""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION strategy_gateoverride_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'strategy_gateoverride is append-only: a gate is closed again by a new row';
END
$$;
CREATE TRIGGER gateoverride_append_only BEFORE UPDATE OR DELETE ON strategy_gateoverride
FOR EACH STATEMENT EXECUTE FUNCTION strategy_gateoverride_is_append_only();
"""
BACKWARD = """
DROP TRIGGER gateoverride_append_only ON strategy_gateoverride;
DROP FUNCTION strategy_gateoverride_is_append_only();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="GateOverride",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("gate", models.CharField(max_length=60)),
                ("option", models.CharField(max_length=80)),
                ("is_withdrawn", models.BooleanField()),
                ("reason", models.CharField(max_length=500)),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["key", "id"], name="gateoverride_of_seller")],
            },
        ),
        migrations.CreateModel(
            name="SellerRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("revision", models.IntegerField()),
                ("name", models.CharField(max_length=80)),
                ("dated", models.DateField()),
                ("answers", models.JSONField()),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                ("based_on", models.CharField(max_length=60)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("key", "revision"), name="sellerrevision_once"),
                    models.CheckConstraint(
                        condition=models.Q(("revision__gte", 1)), name="sellerrevision_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("status", models.CharField(max_length=8)),
                ("progress", models.SmallIntegerField(default=0)),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("seed", models.IntegerField()),
                ("paths", models.IntegerField()),
                ("advice", models.JSONField(null=True)),
                ("data_digest", models.CharField(default="", max_length=64)),
                ("failure", models.CharField(default="", max_length=60)),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers_given",
                        to="strategy.sellerrevision",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["waiting", "working", "done", "failed"])
                        ),
                        name="answer_known_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("progress__gte", 0), ("progress__lte", 100)),
                        name="answer_progress_in_percent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "done"), _negated=True),
                            models.Q(("advice__isnull", False), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="answer_done_has_advice",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["waiting", "working"])),
                        fields=("profile", "seed", "paths"),
                        name="answer_asked_once",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
