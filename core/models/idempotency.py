"""Answers kept by key, so that a repeated request is answered and not done again."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class IdempotencyKey(models.Model):
    """A request that succeeded, under the key its sender gave it (幂等键), with the answer it got."""

    pk = models.CompositePrimaryKey("actor_id", "key")
    actor_id = models.BigIntegerField()
    key = models.UUIDField()
    operation = models.CharField(max_length=60)
    request_hash = models.BinaryField(max_length=32)
    status = models.SmallIntegerField(default=0)
    body = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        # rows lie in the order of their age: a BRIN index serves the daily purge and costs a request next to nothing
        indexes = [BrinIndex(fields=["at"], name="idempotency_key_by_age")]
