"""An import as it goes: what was asked, how far it is, what came of it."""

from django.db import models

LIVE = "live"  # the profile of what a channel told live, a run for each of its days


class RunState(models.TextChoices):
    """Where an import stands."""

    QUEUED = "queued"
    READING = "reading"
    APPLYING = "applying"
    DONE = "done"
    FAILED = "failed"  # refused as a whole: nothing of it was applied
    CANCELLED = "cancelled"  # stopped by a person: what was applied stays, and can be undone
    UNDONE = "undone"


class Run(models.Model):
    """One import of one source (a file, or one member of an archive) into one channel."""

    file = models.BigIntegerField()  # evidence.File
    member = models.CharField(max_length=255, default="", blank=True)  # inside an archive
    profile = models.CharField(max_length=60)
    channel = models.ForeignKey(
        "channels.Channel", on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=RunState, default=RunState.QUEUED)
    rows_total = models.BigIntegerField(default=0)
    rows_done = models.BigIntegerField(default=0)
    documents_total = models.BigIntegerField(default=0)
    documents_done = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)  # see types.Counts
    skipped = models.JSONField(default=list)  # rows passed over on purpose, with reasons
    error_code = models.CharField(max_length=60, default="", blank=True)
    error_facts = models.JSONField(default=dict)
    cancel_asked = models.BooleanField(default=False)
    started_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)  # last sign of life
    finished_at = models.DateTimeField(null=True)
    peak_rss_mb = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["-created_at"], name="run_newest")]

    def __str__(self) -> str:
        return f"run {self.pk}"


class SavedProfile(models.Model):
    """A mapping that the seller made for an export we did not know."""

    key = models.SlugField(max_length=60, unique=True)
    definition = models.JSONField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
