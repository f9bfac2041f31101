"""Input and output of the API of notices, objections and sanctions."""

from typing import Any

from rest_framework import serializers

from core.api.serializers import DayField, IdField, Input, TextField
from core.values.masking import mask_name
from oversight.models import Notice, NoticeItem, Objection, Sanction
from oversight.permissions import STAFF
from oversight.rules.sanctions import LASTING
from oversight.rules.states import DECIDED_OBJECTIONS
from oversight.selectors.stages import StageLine

NOT_LIFTED: dict[str, Any] = {"lift_reason": "", "lift_proposed_by": None, "lift_proposed_at": None}
"""What a party sees of a proposed lifting."""


class NoticeItemOutput(serializers.ModelSerializer[NoticeItem]):
    """One line of a notice; the amount in yuan."""

    class Meta:
        model = NoticeItem
        fields = ["id", "label", "amount"]
        read_only_fields = fields


class NoticeOutput(serializers.ModelSerializer[Notice]):
    """A notice as the public sees it, open to objections until the end of `ends_on`."""

    items = NoticeItemOutput(many=True, read_only=True)

    class Meta:
        model = Notice
        fields = [
            "id",
            "subject_kind",
            "title",
            "published_at",
            "published_on",
            "ends_on",
            "provisional",
            "withdrawn_at",
            "items",
        ]
        read_only_fields = fields


class ObjectionInput(Input):
    """An objection: the objector, a contact, and the grounds."""

    objector = TextField(max_length=100)
    contact = TextField(max_length=200)
    text = TextField(max_length=5_000)


class ObjectionReceipt(serializers.ModelSerializer[Objection]):
    """The receipt of an objection, without the objector's name, contact and text."""

    class Meta:
        model = Objection
        fields = ["id", "item", "state", "filed_at", "decide_by"]
        read_only_fields = fields


class ObjectionOutput(serializers.ModelSerializer[Objection]):
    """An objection as staff see it: the objector's name is masked, the contact left out."""

    notice = serializers.IntegerField(source="item.notice_id", read_only=True)
    subject_kind = serializers.CharField(source="item.subject_kind", read_only=True)
    subject_id = serializers.IntegerField(source="item.subject_id", read_only=True)
    label = serializers.CharField(source="item.label", read_only=True)  # type: ignore[assignment]
    objector = serializers.SerializerMethodField()

    class Meta:
        model = Objection
        fields = [
            "id",
            "number",
            "notice",
            "item",
            "subject_kind",
            "subject_id",
            "label",
            "objector",
            "text",
            "state",
            "filed_at",
            "decide_by",
            "escalated_at",
            "findings",
            "investigated_by",
            "investigated_at",
            "decided_by",
            "decided_at",
            "reason",
        ]
        read_only_fields = fields

    def get_objector(self, objection: Objection) -> str:
        return mask_name(objection.objector)


class FindingsInput(Input):
    """The findings of an investigation."""

    findings = TextField(max_length=5_000)


class DecideObjectionInput(Input):
    """The decision on an objection and its reason."""

    outcome = serializers.ChoiceField(DECIDED_OBJECTIONS)
    reason = TextField(max_length=5_000)


class RevealContactInput(Input):
    """The reason for which the contact is shown."""

    reason = TextField(max_length=500)


class ContactOutput(serializers.Serializer[Any]):
    """An objector's contact."""

    contact = serializers.CharField()


class SanctionOutput(serializers.ModelSerializer[Sanction]):
    """A sanction; its first and last day are included. `subjects` are the ids of what it is carried out on once."""

    party_name = serializers.CharField(source="party.name", read_only=True)
    subjects = serializers.SerializerMethodField()

    class Meta:
        model = Sanction
        fields = [
            "id",
            "number",
            "party",
            "party_name",
            "measure",
            "reason",
            "state",
            "begins_on",
            "until",
            "proposed_by",
            "proposed_at",
            "subjects",
            "answer_by",
            "statement",
            "heard_at",
            "decided_by",
            "decided_at",
            "drop_reason",
            "lift_reason",
            "lift_proposed_by",
            "lift_proposed_at",
            "lifted_by",
            "lifted_at",
        ]
        read_only_fields = fields

    def get_subjects(self, sanction: Sanction) -> list[int]:
        return [each.subject_id for each in sanction.subjects.all()]

    def to_representation(self, instance: Sanction) -> dict[str, Any]:
        """Leave a proposed lifting out for a party, which is notified once the measure is lifted."""
        shown = super().to_representation(instance)
        return shown if instance.lifted_at or self.context["view"].actor.has(*STAFF) else {**shown, **NOT_LIFTED}


class SanctionInput(Input):
    """A proposed measure."""

    party = IdField()
    measure = serializers.ChoiceField(list(LASTING))
    reason = TextField(max_length=5_000)
    begins_on = DayField()
    until = DayField()


class SanctionReasonInput(Input):
    """The reason of a step."""

    reason = TextField(max_length=5_000)


class StatementInput(Input):
    """The statement of the party; empty where it made none."""

    statement = TextField(max_length=5_000, allow_blank=True)


class StageOutput(serializers.Serializer[StageLine]):
    """An approval stage that the total asks for: who decided it, when; null while it waits for one of the roles."""

    stage = serializers.CharField(read_only=True)
    roles = serializers.ListField(child=serializers.CharField(), read_only=True)
    actor = serializers.CharField(read_only=True)
    principal = serializers.CharField(read_only=True)
    at = serializers.DateTimeField(read_only=True, allow_null=True)


class SanctionAnswerInput(Input):
    """The statement of the party that answers."""

    statement = TextField(max_length=5_000)
