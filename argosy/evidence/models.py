"""What was received, kept as it came: bytes once, one record per document, bad ones apart."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Blob(models.Model):
    """A file's bytes, kept once however often the file arrives."""

    sha256 = models.BinaryField(max_length=32, unique=True)
    size_bytes = models.BigIntegerField()
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"blob {self.pk}"


class Chunk(models.Model):
    """A slice of a blob, compressed: so that neither side ever holds a whole file in memory."""

    blob = models.ForeignKey(Blob, on_delete=models.CASCADE, related_name="chunks")
    position = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blob", "position"], name="chunk_once_per_position")
        ]

    def __str__(self) -> str:
        return f"chunk {self.position} of {self.blob_id}"


class File(models.Model):
    """One arrival of a file under a name."""

    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)
    received_at = models.DateTimeField()
    received_by = models.BigIntegerField(null=True)  # a user's id

    def __str__(self) -> str:
        return self.name


class DocumentState(models.TextChoices):
    """What became of a document."""

    APPLIED = "applied"
    OVERTAKEN = "overtaken"  # a later snapshot of the same order speaks instead
    UNDONE = "undone"


class Document(models.Model):
    """One order, credit or transaction as received: which rows, and a hash of what they say."""

    channel = models.BigIntegerField()  # opaque: channels lie higher
    kind = models.CharField(max_length=16)
    external_id = models.CharField(max_length=200)
    digest = models.BinaryField(max_length=32)  # sha256 over the normalised rows, sorted
    file = models.ForeignKey(
        File, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    row_numbers = ArrayField(models.IntegerField())
    run = models.BigIntegerField()  # opaque: the import that brought it
    as_of = models.DateTimeField()  # the latest instant the document itself speaks of
    reference = models.CharField(
        max_length=200, default=""
    )  # an order that a transaction speaks of
    state = models.CharField(max_length=10, choices=DocumentState)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "external_id", "digest"],
                condition=~models.Q(state="undone"),
                name="document_once",
            )
        ]
        indexes = [
            models.Index(fields=["run"], name="document_run"),
            models.Index(
                fields=["channel", "reference"],
                condition=~models.Q(reference=""),
                name="document_reference",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.external_id}"


class Sighting(models.Model):
    """A document that arrived again: it outlives the undoing of the first arrival."""

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    run = models.BigIntegerField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "run"], name="sighting_once_per_run")
        ]
        indexes = [models.Index(fields=["run"], name="sighting_run")]

    def __str__(self) -> str:
        return f"{self.document_id} seen by {self.run}"


class QuarantineState(models.TextChoices):
    """What became of a document that could not be applied."""

    OPEN = "open"
    MENDED = "mended"
    DISMISSED = "dismissed"


class Quarantined(models.Model):
    """A document that could not be applied: its rows as they came, and what is wrong with each."""

    run = models.BigIntegerField()
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    channel = models.BigIntegerField()
    profile = models.CharField(max_length=60)
    external_id = models.CharField(max_length=200)
    digest = models.BinaryField(max_length=32)  # of the raw cells: a second arrival is an answer
    # Bytes, not jsonb: jsonb refuses \\u0000 and lone surrogates, and evidence must not be lost.
    rows = models.BinaryField()  # JSON: [{"row": 17, "cells": {"Quantity": "二"}}]
    problems = (
        models.JSONField()
    )  # [{"row": 17, "field": "quantity", "code": "bad_number", "value": "二"}]
    state = models.CharField(max_length=10, choices=QuarantineState, default=QuarantineState.OPEN)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "digest"], name="quarantined_once")
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="quarantined_state")]

    def __str__(self) -> str:
        return f"quarantined {self.external_id}"
