"""Accounts, what narrows them, sign-in attempts, the export log, the keys of programs."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from argosy.identity.types import API_SCOPES, Role


class User(AbstractBaseUser):
    """A person of the company who signs in."""

    username = models.CharField(max_length=64, unique=True)  # lower case; what is typed is folded
    display_name = models.CharField(max_length=120)
    role = models.CharField(max_length=16)
    may_export = models.BooleanField(default=False)
    language = models.CharField(max_length=16, blank=True, default="")  # "" follows the browser
    theme = models.CharField(max_length=8, blank=True, default="")  # "" follows the system
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    objects = BaseUserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="user_role_is_known"
            ),
            models.CheckConstraint(
                condition=Q(theme__in=["", "light", "dark"]), name="user_theme_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.username


class Grant(models.Model):
    """One entity or channel that a user is narrowed to."""

    class Sort(models.TextChoices):
        """What the target is a number of."""

        ENTITY = "entity"
        CHANNEL = "channel"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    sort = models.CharField(max_length=8, choices=Sort.choices)
    target = models.BigIntegerField()  # opaque here: entities and channels live higher up

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "sort", "target"], name="grant_once"),
            models.CheckConstraint(
                condition=Q(sort__in=["entity", "channel"]), name="grant_sort_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.sort} {self.target}"


class SignInAttempt(models.Model):
    """One try to sign in that has not succeeded; forgotten after the window of the throttle."""

    account = models.CharField(
        max_length=64
    )  # keyed digest: a password typed in the wrong box is not kept
    source = models.CharField(max_length=64)  # keyed digest of the network address
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="signinattempt_at")]

    def __str__(self) -> str:
        return f"attempt {self.pk}"


class ExportLog(models.Model):
    """Who took what out, under which filter, how many rows, when. Append-only."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=64)  # the table's key
    query = models.TextField(blank=True)  # the filter, as the address carried it
    format = models.CharField(max_length=8)
    rows = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-at"], name="exportlog_latest")]

    def __str__(self) -> str:
        return f"{self.what} by {self.user_id}: {self.rows} rows"


class ApiKey(models.Model):
    """What a program signs in with. Its secret was shown once; what is kept is a hash of it."""

    name = models.CharField(max_length=120)
    prefix = models.CharField(max_length=16, unique=True)  # public: which key, not how to use it
    secret_sha256 = models.BinaryField(max_length=32)
    scopes = ArrayField(models.CharField(max_length=32))
    channels = ArrayField(models.BigIntegerField(), default=list)  # opaque here; none means all
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)  # to the minute

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(scopes__contained_by=list(API_SCOPES)), name="apikey_scopes_are_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"


class IdempotencyKey(models.Model):
    """One request of one key, known by the name its sender gave it, and the reply it got."""

    api_key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=255)
    fingerprint = models.BinaryField(max_length=32)  # sha256 of what was asked
    state = models.CharField(max_length=12)  # in_progress, done
    status = models.IntegerField(null=True)
    body = models.BinaryField(null=True)  # the reply as it was sent
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["api_key", "key"], name="idempotencykey_once"),
            models.CheckConstraint(
                condition=Q(state="in_progress", status__isnull=True)
                | Q(state="done", status__isnull=False, body__isnull=False),
                name="idempotencykey_done_with_reply",
            ),
        ]
        indexes = [models.Index(fields=["started_at"], name="idempotencykey_started")]

    def __str__(self) -> str:
        return f"{self.key}: {self.state}"
