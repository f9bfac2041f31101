"""Input and output of the API of open units and services."""

from rest_framework import serializers

from core.api.serializers import AmountField, CodeField, DayField, IdField, Input, TextField, VersionField
from facilities.models import OpenUnit, Service, UnitApplication
from facilities.rules import services as service_rules
from facilities.rules import units as unit_rules


class PublicUnitOutput(serializers.ModelSerializer[OpenUnit]):
    """The public data of an admitted unit."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField(source="party.name")

    class Meta:
        model = OpenUnit
        fields = ["id", "name", "category", "introduction", "third_party_tester", "admitted_on"]


class UnitOutput(serializers.ModelSerializer[OpenUnit]):
    """A unit with the progress of its admission or exit."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField(source="party.name")

    class Meta:
        model = OpenUnit
        fields = [
            "id",
            "name",
            "category",
            "state",
            "introduction",
            "third_party_tester",
            "entered_at",
            "publicity_ends",
            "decision_reason",
            "admitted_on",
            "leaves_on",
            "exit_reason",
            "version",
        ]


class ServiceOutput(serializers.ModelSerializer[Service]):
    """A service with its price in yuan per `price_unit`."""

    unit_name = serializers.CharField(source="unit.party.name")

    class Meta:
        model = Service
        fields = [
            "id",
            "unit",
            "unit_name",
            "name",
            "category",
            "description",
            "price",
            "price_unit",
            "published",
            "version",
        ]


class ApplicationOutput(serializers.ModelSerializer[UnitApplication]):
    """An application to become an open unit; `category` is what the applicant proposes.

    The contact is shown only on the page of the officers who answer it.
    """

    party_id = IdField()
    party_name = serializers.CharField(source="party.name")

    class Meta:
        model = UnitApplication
        fields = [
            "id",
            "party_id",
            "party_name",
            "category",
            "introduction",
            "state",
            "requested_at",
            "decided_at",
            "reason",
        ]


class ApplicationInput(Input):
    """An organisation to register as an open unit, with a person to call."""

    name = TextField(max_length=200)
    uscc = CodeField(max_length=40)
    category = serializers.ChoiceField(unit_rules.CATEGORIES)
    introduction = TextField(max_length=2_000)
    contact = TextField(max_length=100)


class AcceptApplicationInput(Input):
    """The category of the unit, as the officer confirms or changes it."""

    category = serializers.ChoiceField(unit_rules.CATEGORIES)


class EnterUnitInput(Input):
    party = IdField()
    category = serializers.ChoiceField(unit_rules.CATEGORIES)
    introduction = TextField(max_length=10_000, allow_blank=True, default="")
    third_party_tester = serializers.BooleanField(default=False)


class UnitReasonInput(Input):
    reason = TextField(max_length=500)


class UnitRemarkInput(Input):
    reason = TextField(max_length=500, allow_blank=True, default="")


class UnitExitInput(UnitReasonInput):
    leaves_on = DayField()


class ServiceInput(Input):
    name = TextField(max_length=200)
    category = serializers.ChoiceField(service_rules.CATEGORIES)
    description = TextField(max_length=10_000, allow_blank=True, default="")
    price = AmountField(min_value=0)
    price_unit = TextField(max_length=20)


class ServiceVersionInput(Input):
    version = VersionField()


class ServiceUpdateInput(ServiceInput, ServiceVersionInput):
    """The complete new data of a service; `version` is the one it replaces."""
