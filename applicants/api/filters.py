"""Filters for lists of applicants and certificates."""

import django_filters

from applicants.models import Certificate, Enterprise, ListImport, Team, TeamMember
from core.api.filters import CodeFilter, FlagFilter, IdFilter, SearchFilter


class EnterpriseFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`search` in the name; `uscc`, `state`, `region`, `industry`."""

    search = SearchFilter("party__name", names=["party__match_name"])
    uscc = CodeFilter(field_name="party__uscc")
    state = django_filters.CharFilter(field_name="party__state")

    class Meta:
        model = Enterprise
        fields = ["region", "industry"]


class TeamFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`search` in the name; `state`, `region`, `industry`, `project_stage`."""

    search = SearchFilter("party__name", names=["party__match_name"])
    state = django_filters.CharFilter(field_name="party__state")

    class Meta:
        model = Team
        fields = ["region", "industry", "project_stage"]


class PendingMemberFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`team`."""

    team = IdFilter(field_name="team_id")

    class Meta:
        model = TeamMember
        fields: list[str] = []


class CertificateFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`kind`, `number`, `party`; `waiting`: without a party."""

    party = IdFilter(field_name="party_id")
    number = CodeFilter()
    waiting = FlagFilter(field_name="party", lookup_expr="isnull")

    class Meta:
        model = Certificate
        fields = ["kind"]


class ListImportFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`kind`."""

    class Meta:
        model = ListImport
        fields = ["kind"]
