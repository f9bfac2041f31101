"""Filters for lists of applicants and certificates."""

import django_filters

from applicants.models import Certificate, Enterprise, ListImport, Team
from core.api.filters import IdFilter


class EnterpriseFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`search` in the name; `uscc`, `state`, `region`, `industry`."""

    search = django_filters.CharFilter(field_name="party__name", lookup_expr="icontains")
    uscc = django_filters.CharFilter(field_name="party__uscc")
    state = django_filters.CharFilter(field_name="party__state")

    class Meta:
        model = Enterprise
        fields = ["region", "industry"]


class TeamFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`search` in the name; `state`, `region`, `industry`, `project_stage`."""

    search = django_filters.CharFilter(field_name="party__name", lookup_expr="icontains")
    state = django_filters.CharFilter(field_name="party__state")

    class Meta:
        model = Team
        fields = ["region", "industry", "project_stage"]


class CertificateFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`kind`, `number`, `party`; `waiting`: without a party."""

    party = IdFilter(field_name="party_id")
    waiting = django_filters.BooleanFilter(field_name="party", lookup_expr="isnull")

    class Meta:
        model = Certificate
        fields = ["kind", "number"]


class ListImportFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`kind`."""

    class Meta:
        model = ListImport
        fields = ["kind"]
