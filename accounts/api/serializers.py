"""Input and output of the API of accounts: signing in, the own account, accounts as administrators see them."""

from typing import Any

from rest_framework import serializers

from accounts.models import (
    SecondFactorReset,
    User,
)
from core.api.serializers import CodeField, Input, TextField
from core.values.masking import mask_name


class TokenInput(Input):
    """Credentials; `code` is required where a second factor is set up."""

    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=200, trim_whitespace=False)
    code = CodeField(max_length=20, required=False, allow_blank=True, default="")


class TokenOutput(serializers.Serializer[Any]):
    """A token, shown once: `Authorization: Bearer …`. `expires_at` is real time."""

    token = serializers.CharField()
    expires_at = serializers.DateTimeField()
    user_id = serializers.IntegerField()


class SignUpInput(Input):
    """The mail address of a new account."""

    email = serializers.EmailField(max_length=254)


class SignUpOutput(serializers.Serializer[Any]):
    """The answer to every sign-up: a mail was sent to the address."""

    sent = serializers.BooleanField()


class CompleteInput(Input):
    """The key of the link in the mail, and what the new account is to have."""

    key = serializers.CharField(max_length=300)
    username = serializers.CharField(max_length=150)
    name = TextField(max_length=50)
    password = serializers.CharField(max_length=200, trim_whitespace=False)


class UserOutput(serializers.ModelSerializer[User]):
    """An account as its holder sees it."""

    username = serializers.CharField()  # without the model's pattern: in JSON Schema \w matches ASCII letters only

    class Meta:
        model = User
        fields = ["id", "username", "name", "email", "language"]


class AccountOutput(serializers.ModelSerializer[User]):
    """An account as an administrator sees it; the name is masked."""

    username = serializers.CharField()
    name = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["id", "username", "name", "is_active"]

    def get_name(self, row: User) -> str:
        return mask_name(row.name)


class ResetOutput(serializers.ModelSerializer[SecondFactorReset]):
    """A reset of a second factor."""

    username = serializers.CharField(source="user.username")
    requested_by_username = serializers.CharField(source="requested_by.username")

    class Meta:
        model = SecondFactorReset
        fields = ["id", "username", "reason", "requested_by_username", "requested_at", "state"]


class OwnPartyOutput(serializers.Serializer[Any]):
    """A party of which the user is a member, with the user's roles in it."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    name = serializers.CharField()
    state = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())


class MeOutput(UserOutput):
    """The account in use, with its parties."""

    has_second_factor = serializers.BooleanField()
    needs_second_factor = serializers.BooleanField()
    default_party = serializers.IntegerField(source="default_party_id", allow_null=True)
    parties = OwnPartyOutput(many=True)

    class Meta(UserOutput.Meta):
        fields = [*UserOutput.Meta.fields, "has_second_factor", "needs_second_factor", "default_party", "parties"]
