"""Publicity notices and objections (articles 14, 15.5)."""

from django.db import models
from django.db.models import F, Q

from core.database.triggers import legal_transitions
from core.models.states import StateField
from core.values.object_numbers import Series, object_number
from oversight.rules.states import DECIDED_OBJECTIONS, OBJECTION, OPEN_OBJECTIONS, ObjectionState


class Notice(models.Model):
    """A publicity notice (公示), open to objections until the end of its last day."""

    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    title = models.CharField(max_length=200)
    published_at = models.DateTimeField()
    published_on = models.DateField()
    ends_on_raw = models.DateField()
    ends_on = models.DateField()
    provisional = models.BooleanField(default=False)
    calendar_version = models.CharField(max_length=40)
    objection_count = models.PositiveSmallIntegerField("异议处理期限")
    objection_unit = models.CharField(max_length=12)
    objection_rolls = models.BooleanField()
    ended_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="notice_ends_after_it_begins", condition=Q(ends_on__gte=F("published_on"))),
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="notice_by_subject"),
            models.Index(fields=["ends_on"], condition=Q(ended_at=None), name="notice_running"),
            models.Index(fields=["published_on", "id"], name="notice_by_day"),
        ]

    @property
    def number(self) -> str:
        """公示编号, as people read it: GS2026-0000004."""
        return object_number(Series.NOTICE, at=self.published_at, pk=self.pk)


class NoticeItem(models.Model):
    """One item of a notice (公示事项), to which anyone may object."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, db_index=False, related_name="items")
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    label = models.CharField(max_length=300)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "subject_kind", "subject_id"], name="notice_item_once_a_notice"),
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="notice_item_by_subject")]


class Objection(models.Model):
    """An objection to one item (异议). One that is not decided in time is escalated, never dismissed.

    The objector's contact is encrypted; neither name nor contact is ever public.
    """

    item = models.ForeignKey(NoticeItem, on_delete=models.PROTECT, related_name="objections")
    objector = models.CharField(max_length=100)
    contact_encrypted = models.BinaryField()
    text = models.TextField()
    state = StateField(ObjectionState, default=ObjectionState.FILED)
    filed_at = models.DateTimeField()
    decide_by_raw = models.DateField()
    decide_by = models.DateField()
    provisional = models.BooleanField(default=False)
    calendar_version = models.CharField(max_length=40)
    escalated_at = models.DateTimeField(null=True)
    findings = models.TextField(default="")
    investigated_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    investigated_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="objection_decided_by_somebody",
                condition=~Q(state__in=DECIDED_OBJECTIONS) | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["decide_by"],
                condition=Q(state__in=OPEN_OBJECTIONS, escalated_at=None),
                name="objection_due",
            ),
            models.Index(
                fields=["item"],
                condition=Q(state__in=OPEN_OBJECTIONS),
                name="objection_open",
            ),
        ]
        triggers = legal_transitions("objection", OBJECTION)

    @property
    def number(self) -> str:
        """异议编号, as people read it: YY2026-0000004."""
        return object_number(Series.OBJECTION, at=self.filed_at, pk=self.pk)
