"""Conflicts of interest of a person with parties (利害关系): asked by every operation in CASES of an app's permissions.py."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.module_loading import import_string

from accounts.models import Interest, InterestCorrection, Membership, Party
from accounts.rules.conflicts import CONTRACT, MEMBER, Conflict, Relation, SetAside, Tie, find_conflicts
from accounts.rules.roles import SIDE_ROLES
from accounts.rules.states import CorrectionState
from accounts.selectors.locks import lock_user_shared
from core.access.conflicts import CONFLICT
from core.values.deadlines import beijing_day
from core.values.errors import DomainError, Refusal, Refused

NO_PARTY = 0
"""Stands for a party that has not registered yet."""


def require_no_conflict(*, user_id: int, party_ids: Collection[int], at: datetime) -> None:
    """Refuse a person who has a conflict of interest with one of the parties: `conflict_of_interest`, one for each party.

    Locks the person until the end of the transaction: a tie that is recorded in the same moment waits, or is seen.
    """
    lock_user_shared(user_id)
    if found := list_conflicts(user_id=user_id, party_ids=party_ids, at=at):
        raise conflict_error(found)


def list_set_aside(*, user_id: int, cases: Mapping[int, Collection[int]], at: datetime) -> list[SetAside]:
    """Return those of the cases (case → its parties) that the person must leave to another, by id. Locks the person.

    `conflict_of_interest` where that is all of them.
    """
    aside = find_set_aside(user_id=user_id, cases=cases, at=at)
    if cases and len(aside) == len(cases):
        raise set_aside_error(aside)
    return aside


def find_set_aside(*, user_id: int, cases: Mapping[int, Collection[int]], at: datetime) -> list[SetAside]:
    """Return those of the cases that the person must leave to another, also where that is all of them. Locks the person."""
    lock_user_shared(user_id)
    party_ids = {party_id for parties in cases.values() for party_id in parties}
    found = list_conflicts(user_id=user_id, party_ids=party_ids, at=at)
    own = {case_id: tuple(each for each in found if each.party_id in cases[case_id]) for case_id in sorted(cases)}
    return [SetAside(case_id=case_id, conflicts=conflicts) for case_id, conflicts in own.items() if conflicts]


def set_aside_error(aside: Collection[SetAside]) -> DomainError:
    """Return the refusal where every case must be left to another."""
    return conflict_error(list(dict.fromkeys(conflict for each in aside for conflict in each.conflicts)))


def require_no_conflict_with_holder(*, user_id: int, uscc: str, name: str, at: datetime) -> None:
    """Refuse a person with a conflict about a code or a name, registered or not; an empty one is not asked about.

    `conflict_of_interest`. `name` is the normalised one.
    """
    named = Q(uscc=uscc, uscc__gt="") | Q(match_name=name, match_name__gt="")
    known = list(Party.objects.filter(named).values_list("pk", flat=True))
    require_no_conflict(user_id=user_id, party_ids=known, at=at)
    declared = counting_interests().filter(named, user_id=user_id).values_list("relation", "until")
    ties = [Tie(party_id=NO_PARTY, reason=relation, until=until) for relation, until in declared]
    if found := find_conflicts(ties=ties, party_ids=[NO_PARTY], on=beijing_day(at)):
        raise Refused([_refusal(uscc or name, found)])


def require_no_conflict_with_listed(
    *, user_id: int, holders: Collection[tuple[str, str]], party_ids: Collection[int], at: datetime
) -> None:
    """Refuse a person with a conflict about one of the firms on an official list, registered (`party_ids`) or not.

    `conflict_of_interest`. `holders` are pairs of code and normalised name; either is enough.
    """
    require_no_conflict(user_id=user_id, party_ids=party_ids, at=at)
    listed = {value for holder in holders for value in holder if value}
    for each in counting_interests().filter(user_id=user_id):
        if {each.uscc, each.match_name} & listed:
            require_no_conflict_with_holder(user_id=user_id, uscc=each.uscc, name=each.match_name, at=at)


def list_conflicts(*, user_id: int, party_ids: Collection[int], at: datetime) -> tuple[Conflict, ...]:
    """Return the person's conflicts with these parties, by what is recorded now. Two queries, more after a declaration."""
    ties = _ties_of([user_id], party_ids).get(user_id, [])
    return find_conflicts(ties=ties, party_ids=party_ids, on=beijing_day(at))


def list_tied_users(*, user_ids: Collection[int], party_ids: Collection[int], at: datetime) -> set[int]:
    """Return those of the users who have a conflict with one of the parties. Five queries at most."""
    ties, on = _ties_of(user_ids, party_ids), beijing_day(at)
    return {user_id for user_id in user_ids if find_conflicts(ties=ties.get(user_id, ()), party_ids=party_ids, on=on)}


def counting_interests() -> QuerySet[Interest]:
    """Return the declared interests that were not confirmed to be mistaken."""
    confirmed = InterestCorrection.objects.filter(interest=OuterRef("pk"), state=CorrectionState.CONFIRMED)
    return Interest.objects.exclude(Exists(confirmed))


def map_case_parties(*, kind: str, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return case → the parties that it concerns, from the app of its kind (settings.CASE_PARTIES); absent ones are left out."""
    find: Callable[..., dict[int, frozenset[int]]] = import_string(settings.CASE_PARTIES[kind])
    return find(case_ids=case_ids)


def conflict_error(conflicts: Collection[Conflict]) -> DomainError:
    """Return the refusal of conflicts, one reason for each party, with its name and what ties the person to it."""
    parties = sorted({each.party_id for each in conflicts})
    names = dict(Party.objects.filter(pk__in=parties).values_list("pk", "name"))
    return Refused([_refusal(names[pk], [each for each in conflicts if each.party_id == pk]) for pk in parties])


def _refusal(name: str, conflicts: Collection[Conflict]) -> Refusal:
    reasons = "、".join(each.reason for each in conflicts)
    return Refusal(code=CONFLICT, params={"party": name, "reasons": reasons})


def _ties_of(user_ids: Collection[int], party_ids: Collection[int]) -> dict[int, list[Tie]]:
    """Return user → the ties to these parties: by membership, by declaration, by a contract of the user's organisation."""
    members = list(Membership.objects.filter(user_id__in=user_ids))
    declared = list(counting_interests().filter(user_id__in=user_ids))
    ties: dict[int, list[Tie]] = defaultdict(list)
    for member in members:
        if member.party_id in party_ids:
            until = None if member.ended_at is None else beijing_day(member.ended_at)
            ties[member.user_id].append(Tie(party_id=member.party_id, reason=MEMBER, until=until))
    for interest, party_id in _meet(declared, Party.objects.filter(pk__in=party_ids)):
        ties[interest.user_id].append(Tie(party_id=party_id, reason=interest.relation, until=interest.until))
    organisations = _organisations(members, declared)
    dealings = _dealings({own for each in organisations.values() for own in each}, party_ids)
    for user_id, mine in organisations.items():
        ties[user_id].extend(tie for own in mine for tie in dealings[own])
    return ties


def _meet(declared: Collection[Interest], parties: QuerySet[Party]) -> Iterator[tuple[Interest, int]]:
    """Return each declaration with the parties it means: the one found then, the one of its code, those of its name.

    Either is enough: a declaration with a mistyped code still meets the party of its name.
    """
    if not declared:
        return
    for party_id, uscc, name in parties.values_list("pk", "uscc", "match_name"):
        for each in declared:
            same = (each.uscc and each.uscc == uscc) or (each.match_name and each.match_name == name)
            if each.party_id == party_id or same:
                yield each, party_id


def _organisations(members: Collection[Membership], declared: Collection[Interest]) -> dict[int, set[int]]:
    """Return user → the organisations that the user belongs to now: as a member of a side, or employed (任职单位)."""
    found: dict[int, set[int]] = defaultdict(set)
    for member in members:
        if member.ended_at is None and member.role in SIDE_ROLES:
            found[member.user_id].add(member.party_id)
    employed = [each for each in declared if each.relation == Relation.EMPLOYMENT and each.until is None]
    named = Q(pk__in=[each.party_id for each in employed if each.party_id])
    named |= Q(uscc__in=[each.uscc for each in employed if each.uscc])
    named |= Q(match_name__in=[each.match_name for each in employed if each.match_name])
    for interest, party_id in _meet(employed, Party.objects.filter(named)):
        found[interest.user_id].add(party_id)
    return found


def _dealings(organisations: Collection[int], party_ids: Collection[int]) -> dict[int, list[Tie]]:
    """Return organisation → the ties by its contracts with these parties (settings.CONTRACTS_BETWEEN). One query."""
    ties: dict[int, list[Tie]] = defaultdict(list)
    if organisations:
        contracts_between: Callable[..., list[tuple[int, int, date]]] = import_string(settings.CONTRACTS_BETWEEN)
        for own, party_id, until in contracts_between(own=organisations, others=party_ids):
            ties[own].append(Tie(party_id=party_id, reason=CONTRACT, until=until))
    return ties
