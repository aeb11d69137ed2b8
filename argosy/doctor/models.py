"""What examinations left behind: when they were, and since when something is wrong."""

from django.db import models
from django.db.models import Q


class Examination(models.Model):
    """One look at the whole book, or at what is quick to look at."""

    at = models.DateTimeField()
    is_whole = models.BooleanField()
    ms = models.IntegerField()
    checks = models.IntegerField()
    broken = models.IntegerField()  # checks with offending rows
    unrun = models.IntegerField()  # checks that could not run

    class Meta:
        indexes = [models.Index(fields=["-at"], name="examination_latest")]

    def __str__(self) -> str:
        return f"examination at {self.at:%Y-%m-%dT%H:%MZ}"


class Finding(models.Model):
    """One stretch of time in which a promise was broken; several of one check are flapping."""

    code = models.CharField(max_length=12)
    rows = models.BigIntegerField()  # when it was last seen
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
