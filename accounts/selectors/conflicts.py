"""Conflicts of interest of a person with parties (利害关系): asked by every operation in CASES of an app's permissions.py."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.module_loading import import_string

from accounts.models import Interest, InterestCorrection, Membership, Party
from accounts.rules.conflicts import MEMBER, Conflict, SetAside, Tie, find_conflicts
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
    lock_user_shared(user_id)
    party_ids = {party_id for parties in cases.values() for party_id in parties}
    found = list_conflicts(user_id=user_id, party_ids=party_ids, at=at)
    own = {case_id: tuple(each for each in found if each.party_id in cases[case_id]) for case_id in sorted(cases)}
    aside = [SetAside(case_id=case_id, conflicts=conflicts) for case_id, conflicts in own.items() if conflicts]
    if cases and len(aside) == len(cases):
        raise conflict_error(found)
    return aside


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
    """Return the person's conflicts with these parties, by what is recorded now. Two queries, one more after a declaration."""
    ties = [*_memberships(user_id, party_ids), *_interests(user_id, party_ids)]
    return find_conflicts(ties=ties, party_ids=party_ids, on=beijing_day(at))


def list_tied_users(*, user_ids: Collection[int], party_ids: Collection[int], at: datetime) -> set[int]:
    """Return those of the users who have a conflict with one of the parties. Three queries at most."""
    members, declared = _memberships_of(user_ids, party_ids), _interests_of(user_ids, party_ids)
    on = beijing_day(at)
    return {
        user_id
        for user_id in user_ids
        if find_conflicts(ties=[*members.get(user_id, ()), *declared.get(user_id, ())], party_ids=party_ids, on=on)
    }


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


def _memberships(user_id: int, party_ids: Collection[int]) -> list[Tie]:
    return _memberships_of([user_id], party_ids).get(user_id, [])


def _interests(user_id: int, party_ids: Collection[int]) -> list[Tie]:
    return _interests_of([user_id], party_ids).get(user_id, [])


def _memberships_of(user_ids: Collection[int], party_ids: Collection[int]) -> dict[int, list[Tie]]:
    """Return user → the ties by membership to these parties."""
    rows = Membership.objects.filter(user_id__in=user_ids, party_id__in=party_ids)
    ties: dict[int, list[Tie]] = defaultdict(list)
    for user_id, party_id, ended_at in rows.values_list("user_id", "party_id", "ended_at"):
        until = None if ended_at is None else beijing_day(ended_at)
        ties[user_id].append(Tie(party_id=party_id, reason=MEMBER, until=until))
    return ties


def _interests_of(user_ids: Collection[int], party_ids: Collection[int]) -> dict[int, list[Tie]]:
    """Return user → the declared ties to these parties: the one found then, the one of its code, those of its name.

    Either is enough: a declaration with a mistyped code still meets the party of its name.
    """
    declared = list(counting_interests().filter(user_id__in=user_ids))
    parties = Party.objects.filter(pk__in=party_ids).values_list("pk", "uscc", "match_name") if declared else []
    ties: dict[int, list[Tie]] = defaultdict(list)
    for party_id, uscc, match_name in parties:
        for each in declared:
            same = (each.uscc and each.uscc == uscc) or (each.match_name and each.match_name == match_name)
            if each.party_id == party_id or same:
                ties[each.user_id].append(Tie(party_id=party_id, reason=each.relation, until=each.until))
    return ties
