"""Files that users bring."""

from django.db import models
from django.db.models import Q


class Attachment(models.Model):
    """A file brought as evidence (附件): stored under a generated name, known again by its hash. Never changed."""

    owner_kind = models.CharField(max_length=30)
    owner_id = models.BigIntegerField()
    kind = models.CharField(max_length=30)
    party_id = models.BigIntegerField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200, unique=True)
    uploaded_by_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="attachment_not_empty", condition=Q(size__gt=0))]
        indexes = [
            models.Index(fields=["owner_kind", "owner_id", "id"], name="attachment_by_owner"),
            models.Index(fields=["sha256"], name="attachment_by_hash"),
        ]
