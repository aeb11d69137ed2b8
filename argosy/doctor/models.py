"""What examinations left behind: when they were, and since when something is wrong."""

from django.db import models
from django.db.models import Q


class Examination(models.Model):
    """One look at the whole book, at what is quick to look at, or at what has changed."""

    at = models.DateTimeField()
    is_whole = models.BooleanField()
    is_recent = models.BooleanField(db_default=False)  # only at what had changed
    upto = models.BigIntegerField(null=True)  # the first transaction that it may have missed
    ms = models.IntegerField()
    checks = models.IntegerField()
    broken = models.IntegerField()  # checks with offending rows
    unrun = models.IntegerField()  # checks that could not run

    class Meta:
        indexes = [
            models.Index(fields=["-at"], name="examination_latest"),
            models.Index(
                fields=["-id"], condition=Q(upto__isnull=False), name="examination_marked"
            ),
        ]

    def __str__(self) -> str:
        return f"examination at {self.at:%Y-%m-%dT%H:%MZ}"


class Finding(models.Model):
    """One stretch of time in which a promise was broken; several of one check are flapping."""

    code = models.CharField(max_length=12)
    rows = models.BigIntegerField()  # when it was last seen
    sample = models.JSONField(default=list)  # some of those rows, by their ids
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)  # when it was first seen to hold again

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(gone_at__isnull=True), name="finding_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.rows}"
