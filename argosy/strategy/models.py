"""Sellers as they were on a day, what was answered to them, and which gates were opened and why."""

from django.db import models
from django.db.models import Q


class SellerRevision(models.Model):
    """One revision of a seller's answers; never edited, a change is the next revision."""

    key = models.CharField(max_length=40)
    revision = models.IntegerField()  # from 1
    name = models.CharField(max_length=80)
    dated = models.DateField()  # the day on which the seller's situation was so
    answers = models.JSONField()  # a Profile
    made_by = models.CharField(max_length=80)  # opaque: whoever saved it
    made_at = models.DateTimeField()
    based_on = models.CharField(max_length=60)  # newcomer, shop@3, book; empty: from nothing

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "revision"], name="sellerrevision_once"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="sellerrevision_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.key}@{self.revision}"


class Answer(models.Model):
    """What was asked about one revision of a seller, and what came of it."""

    profile = models.ForeignKey(SellerRevision, models.CASCADE, related_name="answers_given")
    status = models.CharField(max_length=8)  # waiting, working, done, failed
    progress = models.SmallIntegerField(default=0)  # per cent
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    seed = models.IntegerField()
    paths = models.IntegerField()
    advice = models.JSONField(null=True)  # an Advice, once it is done
    data_digest = models.CharField(max_length=64, default="")  # of the benchmarks and rules used
    failure = models.CharField(max_length=60, default="")  # what kind of trouble, if it failed

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "working", "done", "failed"]),
                name="answer_known_status",
            ),
            models.CheckConstraint(
                condition=Q(progress__gte=0, progress__lte=100), name="answer_progress_in_percent"
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(advice__isnull=False, answered_at__isnull=False),
                name="answer_done_has_advice",
            ),
            models.UniqueConstraint(
                fields=["profile", "seed", "paths"],
                condition=Q(status__in=["waiting", "working"]),
                name="answer_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}: {self.status}"


class GateOverride(models.Model):
    """A gate that somebody opened all the same, or closed again; a row is never edited."""

    key = models.CharField(max_length=40)  # of the seller; kept when the seller is removed
    gate = models.CharField(max_length=60)
    option = models.CharField(max_length=80)  # empty: of every option
    is_withdrawn = models.BooleanField()
    reason = models.CharField(max_length=500)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "id"], name="gateoverride_of_seller")]

    def __str__(self) -> str:
        return f"{self.gate} of {self.key}"
