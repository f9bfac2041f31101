"""审批环节: the stages of an approval, each decided by another person, some only above an amount (article 4). Pure; yuan."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypedDict

from core.values.errors import Refusal
from core.values.money import ZERO


class Stage(StrEnum):
    """The acts of one chain. PREPARE begins it; APPROVE ends it."""

    PREPARE = "prepare"  # 汇总、编制
    CLEAR = "clear"  # 复核
    ENDORSE = "endorse"  # 审核
    COUNTERSIGN = "countersign"  # 会签
    APPROVE = "approve"  # 审批


FURTHER_STAGES = (Stage.ENDORSE, Stage.COUNTERSIGN)
"""Stages between the clearing and the approval, which a policy may ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRule:
    """A stage, the roles that may decide it, and the total above which it is needed; 0 where it always is."""

    stage: Stage
    roles: tuple[str, ...]
    above: Decimal = ZERO

    def is_needed(self, amount: Decimal) -> bool:
        """Whether a total asks for the stage."""
        return not self.above or amount > self.above


_APPROVAL = StageRule(stage=Stage.APPROVE, roles=("approver",))
BATCH_STAGES = (
    StageRule(stage=Stage.CLEAR, roles=("case_officer", "deputy_officer", "approver")),
    _APPROVAL,
)
"""兑现批次: the stages where the policy asks for no others."""
ORDER_STAGES = (_APPROVAL,)
"""拨款单: the stages where the policy asks for no others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decided stage: who, in whose name (None in the own one), when."""

    stage: Stage
    actor_id: int
    principal_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The stages of one subject since it was last prepared, and those that are decided, oldest first."""

    rules: tuple[StageRule, ...]
    decided: tuple[Decided, ...]

    @property
    def people(self) -> frozenset[int]:
        """Everybody who acted, or in whose name somebody acted."""
        return frozenset(pk for each in self.decided for pk in (each.actor_id, each.principal_id) if pk is not None)

    @property
    def people_before_approval(self) -> frozenset[int]:
        """Everybody but who approved: what was carried is decided by the approver or another person."""
        before = tuple(each for each in self.decided if each.stage != Stage.APPROVE)
        return Chain(rules=self.rules, decided=before).people

    def find(self, stage: Stage) -> Decided | None:
        """Return the decision of a stage, or None."""
        return next((each for each in self.decided if each.stage == stage), None)


def needed_stages(chain: Chain, *, amount: Decimal) -> tuple[StageRule, ...]:
    """Return the stages that a total asks for, in order, and those that are decided already."""
    return tuple(rule for rule in chain.rules if rule.is_needed(amount) or chain.find(rule.stage) is not None)


def next_stage(chain: Chain, *, amount: Decimal) -> StageRule | None:
    """Return the first needed stage that nobody has decided, or None."""
    return next((rule for rule in needed_stages(chain, amount=amount) if chain.find(rule.stage) is None), None)


def waits_since(chain: Chain) -> datetime:
    """Return the moment of the latest act of a chain, since which its next stage waits."""
    return chain.decided[-1].at


def stage_refusals(
    chain: Chain, *, stage: Stage, amount: Decimal, people: Collection[int], roles: Collection[str] | None
) -> tuple[Refusal, ...]:
    """Return why these people, actor and principal, may not decide a stage now.

    `same_person`, `stage_decided`, `stage_not_needed`, `stage_role`, and `stage_missing` for each stage before it.
    `roles` is None for a substitute, who needs none.
    """
    return tuple(_refusals(chain, stage=stage, amount=amount, people=people, roles=roles))


def _refusals(
    chain: Chain, *, stage: Stage, amount: Decimal, people: Collection[int], roles: Collection[str] | None
) -> Iterator[Refusal]:
    if not chain.people.isdisjoint(people):
        yield Refusal(code="same_person")
    rule = next((each for each in chain.rules if each.stage == stage), None)
    if chain.find(stage) is not None:
        yield Refusal(code="stage_decided", params={"stage": stage.value})
    elif rule is None or not rule.is_needed(amount):
        yield Refusal(code="stage_not_needed", params={"stage": stage.value})
    elif roles is not None and set(rule.roles).isdisjoint(roles):
        yield Refusal(code="stage_role", params={"stage": stage.value})
    order = list(Stage)
    for each in needed_stages(chain, amount=amount):
        if chain.find(each.stage) is None and order.index(each.stage) < order.index(stage):
            yield Refusal(code="stage_missing", params={"stage": each.stage.value})


def strictest_stages(lists: Sequence[Sequence[StageRule]], *, default: tuple[StageRule, ...]) -> tuple[StageRule, ...]:
    """Return the stages of several policies together: each stage as the policy with the lowest amount says.

    The default where there is no policy.
    """
    found: dict[Stage, StageRule] = {}
    for rule in (rule for rules in lists for rule in rules):
        found[rule.stage] = min(found.get(rule.stage, rule), rule, key=_strictness)
    return tuple(found[stage] for stage in Stage if stage in found) or default


def _strictness(rule: StageRule) -> tuple[Decimal, int, tuple[str, ...]]:
    """Order stages: the lowest amount first, of equal ones the fewest roles."""
    return rule.above, len(rule.roles), rule.roles


class PlainStage(TypedDict):
    """A stage as JSON; the amount as text."""

    stage: str
    roles: list[str]
    above: str


def to_plain(rules: Sequence[StageRule]) -> list[PlainStage]:
    """Return the stages as JSON. `from_plain` reads it back."""
    return [PlainStage(stage=rule.stage.value, roles=list(rule.roles), above=str(rule.above)) for rule in rules]


def from_plain(data: Sequence[PlainStage]) -> tuple[StageRule, ...]:
    """Return the stages in JSON of `to_plain`."""
    return tuple(
        StageRule(stage=Stage(each["stage"]), roles=tuple(each["roles"]), above=Decimal(each["above"])) for each in data
    )
