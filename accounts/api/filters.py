"""Filters of the lists of parties, members and takeovers."""

import django_filters

from accounts.models import Invitation, Membership, Party, Takeover


class PartyFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`search` in the name; `kind`, `state`, `uscc`."""

    search = django_filters.CharFilter(field_name="name", lookup_expr="icontains")

    class Meta:
        model = Party
        fields = ["kind", "state", "uscc"]


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


class TakeoverFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Filter of takeovers: `state`."""

    class Meta:
        model = Takeover
        fields = ["state"]
