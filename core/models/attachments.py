"""Uploaded files."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

PARTS = ("original", "shown")
PROBLEMS = ("altered", "lost")
CHECKED = ["whole_at", "problem", "problem_part", "problem_at"]


class Attachment(models.Model):
    """An uploaded file (附件), stored as it was sent under a random name; `size` and `sha256` are those of the sent bytes.

    A picture is encoded again to be shown (`shown_*`); of a PDF with `pages` pages the first `shown_pages` are drawn
    for it. The row may be deleted while its owner allows it, after the event of its removal. It is never changed,
    except for the result of the newest check of its files (I14): `whole_at` is the last moment at which they
    were as stored; `problem` names what was found since, `problem_part` the file, `problem_at` the first moment.
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
    shown_path = models.CharField(max_length=200, default="")
    shown_size = models.BigIntegerField(default=0)
    shown_sha256 = models.CharField(max_length=64, default="")
    pages = models.PositiveIntegerField(default=0, db_default=0)
    shown_pages = models.PositiveIntegerField(default=0, db_default=0)
    whole_at = models.DateTimeField()
    problem = models.CharField(max_length=10, default="")
    problem_part = models.CharField(max_length=10, default="")
    problem_at = models.DateTimeField(null=True)
    uploaded_by_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="attachment_not_empty", condition=Q(size__gt=0)),
            models.UniqueConstraint(fields=["owner_kind", "owner_id", "sha256"], name="attachment_once_an_owner"),
            models.UniqueConstraint(fields=["shown_path"], condition=~Q(shown_path=""), name="attachment_shown_once"),
            models.CheckConstraint(
                name="attachment_shown_has_its_hash",
                condition=Q(shown_path="", shown_size=0, shown_sha256="")
                | (~Q(shown_path="") & Q(shown_size__gt=0) & ~Q(shown_sha256="")),
            ),
            models.CheckConstraint(
                name="attachment_shows_some_of_its_pages",
                condition=Q(pages=0, shown_pages=0)
                | (Q(shown_pages__gt=0, shown_pages__lte=F("pages")) & ~Q(shown_path="")),
            ),
            models.CheckConstraint(
                name="attachment_problem_known",
                condition=Q(problem="", problem_part="", problem_at=None)
                | Q(problem__in=PROBLEMS, problem_part__in=PARTS, problem_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["owner_kind", "owner_id", "id"], name="attachment_by_owner"),
            models.Index(fields=["sha256"], name="attachment_by_hash"),
            models.Index(fields=["id"], condition=~Q(problem=""), name="attachment_with_problem"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="attachment_never_changes",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.AnyChange(exclude=CHECKED),
                func="RAISE EXCEPTION 'an attachment never changes' USING ERRCODE = 'restrict_violation', "
                "CONSTRAINT = 'attachment_never_changes';",
            ),
            pgtrigger.Trigger(
                name="attachment_removed_with_event",
                operation=pgtrigger.Delete,
                when=pgtrigger.Before,
                func="""
                    IF NOT EXISTS (
                        SELECT FROM core_event e WHERE (e.subject_kind, e.subject_id) = (OLD.owner_kind, OLD.owner_id)
                            AND e.type = 'attachment.removed' AND e.data ->> 'attachment' = OLD.id::text
                    ) THEN
                        RAISE EXCEPTION 'file % was not withdrawn', OLD.id
                            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'attachment_removed_with_event';
                    END IF;
                    RETURN OLD;
                """,
            ),
        ]

    @property
    def shown_type(self) -> str:
        """The media type of what is shown: a PDF is drawn as JPEG, a picture keeps its own."""
        return "image/jpeg" if self.pages else self.media_type

    @property
    def more_pages(self) -> int:
        """How many pages of a PDF are not shown."""
        return self.pages - self.shown_pages
