"""Answers kept by key, so that a repeated request is answered and not done again."""

from django.db import models


class IdempotencyKey(models.Model):
    """A request that succeeded, under the key its sender gave it (幂等键), with the answer it got."""

    actor_id = models.BigIntegerField()
    key = models.UUIDField()
    operation = models.CharField(max_length=60)
    request_hash = models.BinaryField(max_length=32)
    status = models.SmallIntegerField(default=0)
    body = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor_id", "key"], name="idempotency_key_once")]
        indexes = [models.Index(fields=["at"], name="idempotency_key_by_age")]
