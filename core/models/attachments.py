"""Uploaded files."""

import pgtrigger
from django.db import models
from django.db.models import Q


class Attachment(models.Model):
    """An uploaded file (附件), stored under a random name; `sha256` is the hash of the uploaded bytes.

    Its row may be deleted while its owner allows it, but never changed.
    """

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
        constraints = [
            models.CheckConstraint(name="attachment_not_empty", condition=Q(size__gt=0)),
            models.UniqueConstraint(fields=["owner_kind", "owner_id", "sha256"], name="attachment_once_an_owner"),
        ]
        indexes = [
            models.Index(fields=["owner_kind", "owner_id", "id"], name="attachment_by_owner"),
            models.Index(fields=["sha256"], name="attachment_by_hash"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="attachment_never_changes",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func="RAISE EXCEPTION 'an attachment never changes' USING ERRCODE = 'restrict_violation', "
                "CONSTRAINT = 'attachment_never_changes';",
            )
        ]
