"""Idempotency keys with the stored answers of their requests."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class IdempotencyKey(models.Model):
    """The key of a request that succeeded (幂等键), with the answer that a repeat gets."""

    pk = models.CompositePrimaryKey("actor_id", "key")
    actor_id = models.BigIntegerField()
    key = models.UUIDField()
    operation = models.CharField(max_length=60)
    request_hash = models.BinaryField(max_length=32)
    status = models.SmallIntegerField(default=0)
    body = models.TextField(db_default="")
    at = models.DateTimeField()

    class Meta:
        # Rows are stored in the order of `at`, so a BRIN index serves the daily purge and costs a request almost nothing.
        indexes = [BrinIndex(fields=["at"], name="idempotency_key_by_age")]
