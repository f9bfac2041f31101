"""Input and output of the API of payees' accounts. Numbers are masked."""

from rest_framework import serializers

from core.api.serializers import CodeField, Input, TextField
from payments.models import PayeeAccount
from payments.rules.payee_accounts import ACCOUNT_KINDS, AccountKind


class PayeeAccountOut(serializers.ModelSerializer[PayeeAccount]):
    """An account of a payee. `number` is masked: its last four characters."""

    party_name = serializers.CharField(source="party.name", read_only=True)
    number = serializers.CharField(source="masked", read_only=True)

    class Meta:
        model = PayeeAccount
        fields = [
            "id",
            "party",
            "party_name",
            "state",
            "replaces",
            "kind",
            "holder",
            "holder_reason",
            "bank_name",
            "bank_code",
            "number",
            "entered_at",
            "checked_at",
            "confirmed_at",
            "waits_until",
            "current_at",
            "ended_at",
            "reason",
        ]
        read_only_fields = fields


class AccountIn(Input):
    """An account as its party's manager enters it. A wallet has no `bank_code`."""

    kind = serializers.ChoiceField(ACCOUNT_KINDS, default=AccountKind.BANK)
    holder = TextField(max_length=200)
    holder_reason = TextField(max_length=500, allow_blank=True, default="")
    bank_name = TextField(max_length=200)
    bank_code = CodeField(max_length=40, allow_blank=True, default="")
    number = CodeField(max_length=100)


class TypedNumberIn(Input):
    """The number of the account, typed again from the party's paper."""

    number = CodeField(max_length=100)
