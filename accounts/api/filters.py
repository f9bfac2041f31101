"""Filters of the lists of parties, members, takeovers and interests."""

import django_filters
from django.db.models import QuerySet

from accounts.models import (
    Appointment,
    Delegation,
    HandOver,
    Interest,
    InterestCorrection,
    Invitation,
    Membership,
    Party,
    SecondFactorReset,
    Substitution,
    Takeover,
    User,
)
from accounts.rules.usernames import normal_username
from core.api.filters import NO_CODE, CodeFilter, FlagFilter, IdFilter, Row, SearchFilter


class UsernameFilter(django_filters.CharFilter):  # type: ignore[misc]
    """By a user name in its normal form, as a sign-in takes it. A text without visible characters finds nobody."""

    def filter(self, rows: QuerySet[Row], value: str) -> QuerySet[Row]:
        return super().filter(rows, normal_username(value) or NO_CODE) if value else rows


class PartyFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`search` in the name; `kind`, `state`, `uscc`."""

    search = SearchFilter("name", names=["match_name"])
    uscc = CodeFilter()

    class Meta:
        model = Party
        fields = ["kind", "state"]


class MemberFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Filters of members: `role`, and `username` of the member's user."""

    username = UsernameFilter(field_name="user__username")

    class Meta:
        model = Membership
        fields = ["role"]


class AppointmentFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Filters of appointments: `state`, `role`."""

    class Meta:
        model = Appointment
        fields = ["state", "role"]


class InvitationFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Filter of invitations: `role`. Not by state, which the inviter does not see."""

    class Meta:
        model = Invitation
        fields = ["role"]


class AccountFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Filters of accounts: `username`, `active`."""

    username = UsernameFilter()
    active = FlagFilter(field_name="is_active")

    class Meta:
        model = User
        fields: list[str] = []


class ResetFilter(django_filters.FilterSet):  # type: ignore[misc]
    """No filter: few resets are pending."""

    class Meta:
        model = SecondFactorReset
        fields: list[str] = []


class TakeoverFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Filter of takeovers: `state`."""

    class Meta:
        model = Takeover
        fields = ["state"]


class InterestFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Filters of interests: `relation`; `user`, for an auditor."""

    user = IdFilter(field_name="user_id")

    class Meta:
        model = Interest
        fields = ["relation"]


class CorrectionFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Filter of requests to end mistaken declarations: `state`."""

    class Meta:
        model = InterestCorrection
        fields = ["state"]


class HandOverFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Filters of hand-overs: `state`, `operation`."""

    class Meta:
        model = HandOver
        fields = ["state", "operation"]


class SubstitutionFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Filters of substitutions: `state`, `operation`."""

    class Meta:
        model = Substitution
        fields = ["state", "operation"]


class DelegationFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Filters of delegations: `state`."""

    class Meta:
        model = Delegation
        fields = ["state"]
