"""Events (the audit), the outbox of their deliveries, and their seals."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from core.database.triggers import append_only


class Event(models.Model):
    """One change of one subject (审计事件): actor, moment, type, states before and after, details. Append-only."""

    type = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    party_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    from_state = models.CharField(max_length=20, default="")
    to_state = models.CharField(max_length=20, default="")
    data = models.JSONField(default=dict)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="event_by_subject"),
            models.Index(fields=["party_id", "id"], name="event_by_party"),
            models.Index(fields=["type", "id"], name="event_by_type"),
            models.Index(fields=["actor_id", "id"], name="event_by_actor"),
            models.Index(fields=["at", "id"], name="event_by_moment"),
        ]
        triggers = append_only("event")

    @property
    def party(self) -> int:
        """The party of the event, for types that always have one. ValueError for an event without a party."""
        if self.party_id is None:
            raise ValueError(f"{self.type} names no party")
        return self.party_id


class OutboxItem(models.Model):
    """A pending delivery of an event to a handler (待办事件), deleted in the transaction of the handler.

    `next_at` is the business time of the next attempt, null for at once. A dead item has failed too often and needs an
    administrator.
    """

    event = models.ForeignKey(Event, on_delete=models.DO_NOTHING, db_index=False, related_name="outbox")
    handler = models.CharField(max_length=150)
    attempts = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, default="")
    dead = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="outbox_handler_once_an_event")]
        indexes = [models.Index(fields=["id"], condition=Q(dead=False), name="outbox_waiting")]


class EventSeal(models.Model):
    """A link of the chain over the events (封存): a digest of a range of events and of the previous seal. Append-only.

    The range has every event after the last one of the previous seal, up to `last_event_id`.
    """

    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    first_event_id = models.BigIntegerField()
    last_event_id = models.BigIntegerField()
    count = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="seal_covers_a_run", condition=Q(first_event_id__lte=F("last_event_id"))),
            models.UniqueConstraint(fields=["last_event_id"], name="seal_runs_do_not_repeat"),
            models.UniqueConstraint(fields=["previous"], name="seal_chain_has_one_start", nulls_distinct=False),
        ]
        triggers = append_only("event_seal")
