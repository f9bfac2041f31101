"""Reads of certificates and imported lists."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from accounts.rules.roles import STAFF_ROLES
from applicants.models import Certificate, ListImport
from core.access.checks import of_party
from core.values.actors import Actor


def visible_certificates(actor: Actor) -> QuerySet[Certificate]:
    """Every certificate for staff, the own ones for others."""
    rows = Certificate.objects.select_related("party")
    return rows if actor.has(*STAFF_ROLES) else of_party(rows, actor, column="party_id")


def visible_imports(actor: Actor) -> QuerySet[ListImport]:
    """Every imported list for staff, none for others."""
    return ListImport.objects.all() if actor.has(*STAFF_ROLES) else ListImport.objects.none()


def find_import(*, kind: str, sha256: str) -> ListImport | None:
    """Return the earlier import of a file with this digest as this kind."""
    return ListImport.objects.filter(kind=kind, sha256=sha256).first()


def map_by_number(*, kind: str, numbers: Collection[str]) -> dict[str, Certificate]:
    """Return number → certificate for the numbers that are known. One query."""
    return {row.number: row for row in Certificate.objects.filter(kind=kind, number__in=numbers)}


def map_first_entries(*, names: Collection[str], codes: Collection[str]) -> dict[str, date]:
    """Return holder (code, or normalised name) → the earliest known day of a 科技型中小企业 entry. One query."""
    rows = Certificate.objects.filter(
        Q(holder_uscc__in=[code for code in codes if code]) | Q(holder_match_name__in=names), kind="tech_sme"
    )
    earliest: dict[str, date] = {}
    for name, code, day in rows.values_list("holder_match_name", "holder_uscc", "first_entry"):
        for holder in filter(None, (name, code)):
            if day is not None:
                earliest[holder] = min(day, earliest.get(holder, day))
    return earliest


def waiting_certificates(*, uscc: str | None, match_name: str) -> QuerySet[Certificate]:
    """Certificates without a party that have this code, or no code and this name."""
    by_code = Q(holder_uscc=uscc) if uscc else Q(pk__in=[])
    return Certificate.objects.filter(by_code | Q(holder_uscc="", holder_match_name=match_name), party=None)


def waiting_of_list(list_id: int) -> QuerySet[Certificate]:
    """Certificates of one list that have no party yet."""
    return Certificate.objects.filter(source_id=list_id, party=None)
