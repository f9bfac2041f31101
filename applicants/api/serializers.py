"""Input and output of the API of applicants."""

from typing import Any

from django.core.validators import RegexValidator
from rest_framework import serializers

from applicants.models import Certificate, Enterprise, ListImport, Team, TeamMember
from applicants.rules.persons import MOST_PERSONS
from applicants.rules.profiles import CERTIFICATE_KINDS, INDUSTRIES, LISTED_KINDS, REGIONS, STAGES
from applicants.services.teams import open_id_number
from core.api.serializers import AmountField, CodeField, CountField, DayField, IdField, Input, TextField, VersionField
from core.values.masking import mask_id_number, mask_name

MOST_STAFF = 10_000_000


class DeclarationInput(Input):
    """The facts an enterprise declares. Money in yuan."""

    region = serializers.ChoiceField(choices=REGIONS)
    district = CodeField(validators=[RegexValidator(r"^[0-9]{6}\Z")], required=False, allow_blank=True, default="")
    established_on = DayField()
    legal_person = serializers.BooleanField()
    staff = CountField(min_value=0, max_value=MOST_STAFF)
    annual_sales = AmountField(min_value=0)
    total_assets = AmountField(min_value=0)
    sound_finance = serializers.BooleanField()
    bad_credit = serializers.BooleanField()
    industry = serializers.ChoiceField(choices=INDUSTRIES)


class FounderInput(Input):
    """A founder who is or was a main member of a team."""

    name = TextField(max_length=50)
    id_number = CodeField(max_length=40)


class EnterpriseInput(DeclarationInput):
    """An enterprise to register; `founders` are those who are or were main members of a team."""

    name = TextField(max_length=200)
    uscc = CodeField(max_length=40)
    founders = serializers.ListField(child=FounderInput(), required=False, default=list, max_length=MOST_PERSONS)


class DeclareInput(DeclarationInput):
    """Updated facts; `version` is the one they replace."""

    version = VersionField()


class EnterpriseOutput(serializers.ModelSerializer[Enterprise]):
    """An enterprise."""

    id = serializers.IntegerField(source="party_id")
    name = serializers.CharField(source="party.name")
    uscc = serializers.CharField(source="party.uscc")
    state = serializers.CharField(source="party.state")
    draft = serializers.BooleanField(source="party.draft")
    founders = serializers.SerializerMethodField()

    class Meta:
        model = Enterprise
        fields = [
            "id",
            "name",
            "uscc",
            "state",
            "draft",
            "region",
            "district",
            "established_on",
            "legal_person",
            "staff",
            "annual_sales",
            "total_assets",
            "sound_finance",
            "bad_credit",
            "industry",
            "founders",
            "declared_at",
            "version",
        ]

    def get_founders(self, row: Enterprise) -> list[str]:
        return [mask_name(founder.name) for founder in row.founders.all()]


class PersonInput(Input):
    """A main member of a team."""

    name = TextField(max_length=50)
    id_number = CodeField(max_length=40)
    student = serializers.BooleanField()


class KeptPersonInput(PersonInput):
    """A main member of an updated team; the member `id` keeps the recorded number where none is sent."""

    id = IdField(required=False, allow_null=True, default=None)
    id_number = CodeField(max_length=40, required=False, allow_blank=True, default="")


class TeamInput(Input):
    """A team to register."""

    name = TextField(max_length=200)
    region = serializers.ChoiceField(choices=REGIONS)
    project_stage = serializers.ChoiceField(choices=STAGES)
    industry = serializers.ChoiceField(choices=INDUSTRIES)
    legal_person = serializers.BooleanField(required=False, default=False)
    members = serializers.ListField(child=PersonInput(), min_length=1, max_length=MOST_PERSONS)


class TeamDeclareInput(TeamInput):
    """An updated team; `version` is the one it replaces."""

    members = serializers.ListField(child=KeptPersonInput(), min_length=1, max_length=MOST_PERSONS)
    version = VersionField()


class TeamMemberOutput(serializers.ModelSerializer[TeamMember]):
    """A main member; name and ID number masked. `confirmed`: an officer confirmed the member, with the team or after it."""

    name = serializers.SerializerMethodField()
    id_number = serializers.SerializerMethodField()
    confirmed = serializers.BooleanField(source="bound")

    class Meta:
        model = TeamMember
        fields = ["id", "name", "id_number", "student", "confirmed"]

    def get_name(self, row: TeamMember) -> str:
        return mask_name(row.name)

    def get_id_number(self, row: TeamMember) -> str:
        return mask_id_number(open_id_number(row))


class TeamOutput(serializers.ModelSerializer[Team]):
    """A team with its live members."""

    id = serializers.IntegerField(source="party_id")
    name = serializers.CharField(source="party.name")
    state = serializers.CharField(source="party.state")
    draft = serializers.BooleanField(source="party.draft")
    members = TeamMemberOutput(many=True)

    class Meta:
        model = Team
        fields = [
            "id",
            "name",
            "state",
            "draft",
            "region",
            "project_stage",
            "industry",
            "legal_person",
            "declared_at",
            "version",
            "members",
        ]


class RevealInput(Input):
    """The reason for showing the full number."""

    reason = TextField(max_length=500)


class RevealOutput(serializers.Serializer[Any]):
    """An ID number in full."""

    id_number = serializers.CharField()


class TeamTakeoverInput(Input):
    """A takeover request: the team is found by the ID number of the user."""

    id_number = CodeField(max_length=40)
    reason = TextField(max_length=1000)


class TeamTakeoverOutput(serializers.Serializer[Any]):
    """The requested takeover."""

    id = serializers.IntegerField()


class CertificateInput(Input):
    """A certificate to enter; `valid_until` defaults to the usual last day of its kind."""

    party = IdField()
    kind = serializers.ChoiceField(choices=CERTIFICATE_KINDS)
    number = CodeField(max_length=100)
    valid_from = DayField()
    valid_until = DayField(required=False, allow_null=True, default=None)
    first_entry = DayField(required=False, allow_null=True, default=None)


class BindInput(Input):
    """The party a certificate belongs to."""

    party = IdField()


class RevokeInput(Input):
    """The first day a certificate no longer counts."""

    revoked_on = DayField()
    reason = TextField(max_length=500)


class CertificateOutput(serializers.ModelSerializer[Certificate]):
    """A certificate; both days included; `revoked_on` is the first day it no longer counts."""

    party_id = serializers.IntegerField(allow_null=True)

    class Meta:
        model = Certificate
        fields = [
            "id",
            "party_id",
            "kind",
            "number",
            "holder_name",
            "holder_uscc",
            "first_entry",
            "valid_from",
            "valid_until",
            "revoked_on",
            "source",
        ]


class ListInput(Input):
    """An official list: xlsx, or csv in UTF-8, UTF-16 or GB18030."""

    kind = serializers.ChoiceField(choices=LISTED_KINDS)
    published_on = DayField()
    title = TextField(max_length=200, required=False, allow_blank=True, default="")
    file = serializers.FileField(max_length=200)


class ListImportInput(ListInput):
    """An official list, and the `confirmation` of its preview where that asks questions."""

    confirmation = TextField(max_length=32, required=False, allow_blank=True, default="")


class ListImportOutput(serializers.ModelSerializer[ListImport]):
    """An imported list."""

    class Meta:
        model = ListImport
        fields = ["id", "kind", "file_name", "sha256", "title", "published_on", "rows", "matched", "at"]


class RowErrorOutput(serializers.Serializer[Any]):
    """An error of a row."""

    sheet = serializers.CharField()
    row = serializers.IntegerField()
    column = serializers.CharField()
    code = serializers.CharField()
    params = serializers.DictField()
    detail = serializers.CharField()


class QuestionOutput(serializers.Serializer[Any]):
    """Something that the list leaves open."""

    code = serializers.CharField()
    params = serializers.DictField()
    detail = serializers.CharField()


class ListPreviewOutput(serializers.Serializer[Any]):
    """The result of a dry run; the list can be imported only without errors.

    `assumed` rows say no day and begin on the day of publication; `computed` rows say no last day. Where there are
    `questions`, the import needs the `confirmation`.
    """

    title = serializers.CharField()
    rows = serializers.IntegerField()
    matched = serializers.IntegerField()
    waiting = serializers.IntegerField()
    known = serializers.IntegerField()
    assumed = serializers.IntegerField()
    computed = serializers.IntegerField()
    errors = RowErrorOutput(many=True)  # type: ignore[assignment]
    questions = QuestionOutput(many=True)
    confirmation = serializers.CharField()
