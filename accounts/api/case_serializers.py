"""Input and output of conflicts of interest, declared interests, hand-overs, substitutes and delegations."""

from typing import Any

from rest_framework import serializers

from accounts.models import (
    Delegation,
    HandOver,
    Interest,
    InterestCorrection,
    Substitution,
)
from accounts.rules.conflicts import Relation
from accounts.rules.delegations import DELEGABLE
from core.api.serializers import CodeField, DayField, IdField, Input, TextField


class ConflictOutput(serializers.Serializer[Any]):
    """Why a person may not act on a case: what ties them to a party, and the last Beijing day on which it counts."""

    party_id = IdField()
    reason = serializers.CharField()
    last_day = serializers.DateField()


class SetAsideOutput(serializers.Serializer[Any]):
    """A case that the person left to another, and why."""

    case_id = IdField()
    conflicts = ConflictOutput(many=True)


class InterestInput(Input):
    """An interest in a party, by its code or its name. Without `until` it lasts; Beijing days."""

    party_name = TextField(max_length=200, required=False, allow_blank=True, default="")
    uscc = CodeField(max_length=40, required=False, allow_blank=True, default="")
    relation = serializers.ChoiceField(choices=[each.value for each in Relation])
    note = TextField(max_length=200, required=False, allow_blank=True, default="")
    since = DayField()
    until = DayField(required=False, allow_null=True, default=None)


class InterestOutput(serializers.ModelSerializer[Interest]):
    """A declared interest, and the user who declared it."""

    user_id = IdField()
    user_name = serializers.CharField(source="user.name")

    class Meta:
        model = Interest
        fields = [
            "id",
            "user_id",
            "user_name",
            "party_name",
            "uscc",
            "relation",
            "note",
            "since",
            "until",
            "declared_at",
            "ended_at",
        ]


class CorrectionInput(Input):
    """The reason why a declaration was mistaken, or of the decision on that."""

    reason = TextField(max_length=500)


class CorrectionOutput(serializers.ModelSerializer[InterestCorrection]):
    """A request to end a declaration as mistaken, with what was declared."""

    interest_id = IdField()
    party_name = serializers.CharField(source="interest.party_name")
    uscc = serializers.CharField(source="interest.uscc")
    relation = serializers.CharField(source="interest.relation")
    requested_by_id = IdField()
    decided_by_id = IdField(allow_null=True)

    class Meta:
        model = InterestCorrection
        fields = [
            "id",
            "interest_id",
            "party_name",
            "uscc",
            "relation",
            "reason",
            "state",
            "requested_by_id",
            "requested_at",
            "decided_by_id",
            "decided_at",
            "decision_reason",
        ]


class CaseInput(Input):
    """A case by its operation and id, the person who is to act on it, and why."""

    operation = TextField(max_length=60)
    case_id = IdField()
    username = TextField(max_length=150)
    reason = TextField(max_length=500)


class HandOverOutput(serializers.ModelSerializer[HandOver]):
    """A case that was handed over."""

    from_user_id = IdField()
    from_name = serializers.CharField(source="from_user.name")
    to_user_id = IdField()
    to_name = serializers.CharField(source="to_user.name")

    class Meta:
        model = HandOver
        fields = [
            "id",
            "operation",
            "case_id",
            "from_user_id",
            "from_name",
            "to_user_id",
            "to_name",
            "reason",
            "state",
            "handed_at",
            "done_at",
        ]


class SubstitutionOutput(serializers.ModelSerializer[Substitution]):
    """A substitute for one case; it holds until the end of `expires_on`, a Beijing day."""

    substitute_id = IdField()
    substitute_name = serializers.CharField(source="substitute.name")
    named_by_id = IdField()
    decided_by_id = IdField(allow_null=True)

    class Meta:
        model = Substitution
        fields = [
            "id",
            "operation",
            "case_id",
            "substitute_id",
            "substitute_name",
            "reason",
            "state",
            "named_by_id",
            "named_at",
            "decided_by_id",
            "decided_at",
            "expires_on",
        ]


class PrincipalInput(Input):
    """The person in whose name the act is done (代理); null in the own name."""

    principal_id = IdField(allow_null=True, default=None)


class DelegationInput(Input):
    """The colleague, the operations, the first and the last day, and the reason."""

    username = TextField(max_length=150)
    operations = serializers.ListField(
        child=serializers.ChoiceField(list(DELEGABLE)), min_length=1, max_length=len(DELEGABLE)
    )
    from_on = DayField()
    until_on = DayField()
    reason = TextField(max_length=500)


class DelegationOutput(serializers.ModelSerializer[Delegation]):
    """A delegation; it holds from `from_on` to `until_on` once it is accepted."""

    principal_id = IdField()
    principal_name = serializers.CharField(source="principal.name")
    delegate_id = IdField()
    delegate_name = serializers.CharField(source="delegate.name")
    ended_by_id = IdField(allow_null=True)

    class Meta:
        model = Delegation
        fields = [
            "id",
            "number",
            "principal_id",
            "principal_name",
            "delegate_id",
            "delegate_name",
            "operations",
            "from_on",
            "until_on",
            "reason",
            "state",
            "offered_at",
            "answered_at",
            "ended_by_id",
            "ended_at",
        ]
