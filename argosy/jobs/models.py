"""What procrastinate's own tables do not say: which effects happened, which attempts failed."""

from django.db import models


class Effect(models.Model):
    """Something that a job did, so that a second run does not do it again."""

    key = models.TextField(primary_key=True)
    happened_at = models.DateTimeField()

    def __str__(self) -> str:
        """For the shell."""
        return self.key


class Failure(models.Model):
    """One attempt at a job that went wrong. Says what sort of thing, never about whom."""

    job = models.BigIntegerField(db_index=True)  # procrastinate deletes old ones
    task = models.TextField()
    attempt = models.PositiveIntegerField()
    failed_at = models.DateTimeField()
    reason = models.TextField()  # a refusal's code, or the class of an unexpected error

    def __str__(self) -> str:
        """For the shell."""
        return f"{self.task} {self.job}, attempt {self.attempt}: {self.reason}"
