"""Whom we tell, what we told them, and how far we have read."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from argosy.sync.types import DeliveryState, EndpointState

WAITING = Q(state=DeliveryState.WAITING.value)


class Endpoint(models.Model):
    """An address that wants to be told of events. Its secret is derived, and nowhere written."""

    url = models.CharField(max_length=500)
    events = ArrayField(models.CharField(max_length=40))
    channels = ArrayField(models.BigIntegerField(), null=True)  # null: all
    past_days = models.PositiveIntegerField()
    salt = models.CharField(max_length=64)  # what the secret is derived from, with our own key
    proof = models.CharField(max_length=64)  # a digest of the secret: tells when our key changed
    old_salt = models.CharField(max_length=64, default="", blank=True)  # signs too, for a while
    old_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, default=EndpointState.ACTIVE.value)
    failures = models.PositiveIntegerField(default=0)  # in a row
    opened_at = models.DateTimeField(null=True)  # the breaker, since when
    probes = models.PositiveIntegerField(default=0)  # failed since then
    probe_at = models.DateTimeField(null=True)  # when one event tries again
    created_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in EndpointState]),
                name="endpoint_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="broken") | Q(opened_at__isnull=False, probe_at__isnull=False),
                name="endpoint_broken_is_probed",
            ),
        ]

    def __str__(self) -> str:
        return self.url


class Delivery(models.Model):
    """One event for one endpoint: the intent first, then what became of it."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=40)  # its id: the same however often it is sent
    aggregate = models.CharField(max_length=60)  # `order:<id>`: its events go one after the other
    kind = models.CharField(max_length=40)  # order.placed …
    payload = models.TextField()  # the very text that is signed and sent
    state = models.CharField(max_length=9, default=DeliveryState.WAITING.value)
    attempt = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    give_up_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)  # a worker is calling; until it must be dead
    tried_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)  # a person has seen that it is dead
    status = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=12, default="", blank=True)
    took_ms = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint", "event"], name="delivery_once_per_endpoint"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in DeliveryState]),
                name="delivery_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="delivered") | Q(delivered_at__isnull=False),
                name="delivery_delivered_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["endpoint", "next_at", "id"], condition=WAITING, name="delivery_due"
            ),
            models.Index(
                fields=["endpoint", "aggregate", "id"], condition=WAITING, name="delivery_order"
            ),
            models.Index(
                fields=["endpoint", "claimed_until"],
                condition=WAITING & Q(claimed_until__isnull=False),
                name="delivery_under_way",
            ),
            models.Index(
                fields=["endpoint"],
                condition=Q(state="dead", seen_at=None),
                name="delivery_dead_unseen",
            ),
            models.Index(fields=["endpoint", "-id"], name="delivery_newest"),
            models.Index(fields=["event"], name="delivery_event"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event}"


class Cursor(models.Model):
    """How far one follower has read the feed of facts."""

    follower = models.CharField(max_length=40, primary_key=True)
    xact = models.BigIntegerField()
    fact = models.BigIntegerField()
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.follower} at {self.xact}, {self.fact}"


class ToldStock(models.Model):
    """What was last told of a SKU: its levels of all places together."""

    sku = models.BigIntegerField(primary_key=True)
    on_hand = models.BigIntegerField()
    reserved = models.BigIntegerField()
    leased = models.BigIntegerField()
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.on_hand} of {self.sku}"


class Push(models.Model):
    """A quantity on its way to a platform: written before the call, so that no answer is guessed.

    One a listing: while it is claimed nobody else sends, so an older number cannot overtake.
    """

    listing = models.BigIntegerField(primary_key=True)
    channel = models.BigIntegerField()
    platform_sku = models.CharField(max_length=120)
    version = models.BigIntegerField()  # the newest that was ever sent
    quantity = models.IntegerField()
    attempt = models.PositiveIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)  # after a lost answer; null while nothing is owed
    outcome = models.CharField(max_length=12, default="", blank=True)

    def __str__(self) -> str:
        return f"{self.quantity} of {self.platform_sku}"
