"""Filters of the lists of parties, members, takeovers and interests."""

import django_filters

from accounts.models import (
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
from core.api.filters import CodeFilter, IdFilter, SearchFilter


class PartyFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`search` in the name; `kind`, `state`, `uscc`."""

    search = SearchFilter("name", names=["match_name"])
    uscc = CodeFilter()

    class Meta:
        model = Party
        fields = ["kind", "state"]


class MemberFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Filters of members: `role`, and `username` of the member's user."""

    username = django_filters.CharFilter(field_name="user__username")

    class Meta:
        model = Membership
        fields = ["role"]


class InvitationFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Filter of invitations: `role`. Not by state, which the inviter does not see."""

    class Meta:
        model = Invitation
        fields = ["role"]


class AccountFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Filters of accounts: `username`, `active`."""

    active = django_filters.BooleanFilter(field_name="is_active")

    class Meta:
        model = User
        fields = ["username"]


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
