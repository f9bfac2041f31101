"""Reads of approval chains."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Max

from accounts.selectors.members import list_roles, list_user_ids
from accounts.selectors.parties import get_authority
from core.values.errors import DomainError
from oversight.models import ApprovalChain, StageDecision
from oversight.rules.stages import (
    FURTHER_STAGES,
    Chain,
    Decided,
    Stage,
    StageRule,
    from_plain,
    needed_stages,
    next_stage,
)


def map_chains(*, subject_kind: str, subject_ids: Collection[int]) -> dict[int, Chain]:
    """Map each subject to its current chain; subjects without one are left out. Two queries."""
    rows = ApprovalChain.objects.filter(subject_kind=subject_kind, subject_id__in=subject_ids)
    newest = rows.order_by().values("subject_id").annotate(newest=Max("pk")).values("newest")
    chains = list(ApprovalChain.objects.filter(pk__in=newest))
    decided: dict[int, list[Decided]] = defaultdict(list)
    for row in StageDecision.objects.filter(chain__in=chains).order_by("pk"):
        decided[row.chain_id].append(_decided(row))
    return {each.subject_id: _chain(each, decided[each.pk]) for each in chains}


def find_chain(*, subject_kind: str, subject_id: int) -> Chain | None:
    """Return the current chain of a subject, or None before it was prepared."""
    return map_chains(subject_kind=subject_kind, subject_ids=[subject_id]).get(subject_id)


def has_acted(*, subject_kind: str, subject_id: int, user_id: int) -> bool:
    """Whether a person, or somebody in that person's name, acted in the current chain of a subject before its approval."""
    chain = find_chain(subject_kind=subject_kind, subject_id=subject_id)
    return chain is not None and user_id in chain.people_before_approval


def get_current_chain(*, subject_kind: str, subject_id: int) -> tuple[int, Chain]:
    """Return the id of the current chain of a locked subject, and the chain. Raises `not_found`."""
    rows = ApprovalChain.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    row = rows.order_by("-pk").first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row.pk, _chain(row, [_decided(each) for each in row.decisions.order_by("pk")])


def waiting_for_roles(stages: Mapping[int, StageRule | None], *, user_id: int) -> list[int]:
    """Return the subjects whose next stage is a further one that a role of the user may decide."""
    further = {pk: rule for pk, rule in stages.items() if rule is not None and rule.stage in FURTHER_STAGES}
    if not further:
        return []
    roles = list_roles(user_id=user_id, party_id=get_authority().pk)
    return [pk for pk, rule in further.items() if not set(rule.roles).isdisjoint(roles)]


def list_deciders_to_come(*, subject_kind: str, subject_id: int, amount: Decimal) -> tuple[Stage | None, list[int]]:
    """Return the next stage of a subject and the people whose role may decide it and who have not acted in its chain."""
    chain = find_chain(subject_kind=subject_kind, subject_id=subject_id)
    rule = None if chain is None else next_stage(chain, amount=amount)
    if chain is None or rule is None:
        return None, []
    able = list_user_ids(party_id=get_authority().pk, roles=rule.roles)
    return rule.stage, [pk for pk in able if pk not in chain.people]


def list_not_waited_for(subject_kind: str, subject_id: int, *, amount: Decimal, user_ids: Collection[int]) -> set[int]:
    """Return those of the people who may not decide the next stage of a subject."""
    _, able = list_deciders_to_come(subject_kind=subject_kind, subject_id=subject_id, amount=amount)
    return set(user_ids) - set(able)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLine:
    """A needed stage for pages and the API: its roles, and who decided it in whose name, when; None while it waits."""

    stage: Stage
    roles: tuple[str, ...]
    actor: str
    principal: str
    at: datetime | None


def list_stage_lines(*, subject_kind: str, subject_id: int, amount: Decimal) -> list[StageLine]:
    """Return the needed stages of a subject's current chain in order; empty before it was prepared. Two queries."""
    rows = ApprovalChain.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    chain = rows.order_by("-pk").first()
    if chain is None:
        return []
    people = StageDecision.objects.filter(chain=chain).select_related("actor", "principal").order_by("pk")
    decisions = {Stage(row.stage): row for row in people}
    needed = needed_stages(_chain(chain, [_decided(row) for row in decisions.values()]), amount=amount)
    return [_line(rule.stage, rule.roles, decisions.get(rule.stage)) for rule in needed]


def _line(stage: Stage, roles: tuple[str, ...], row: StageDecision | None) -> StageLine:
    if row is None:
        return StageLine(stage=stage, roles=roles, actor="", principal="", at=None)
    principal = row.principal.name if row.principal else ""
    return StageLine(stage=stage, roles=roles, actor=row.actor.name, principal=principal, at=row.at)


def _chain(row: ApprovalChain, decided: Sequence[Decided]) -> Chain:
    return Chain(rules=from_plain(row.stages), decided=tuple(decided))


def _decided(row: StageDecision) -> Decided:
    return Decided(stage=Stage(row.stage), actor_id=row.actor_id, principal_id=row.principal_id, at=row.at)
