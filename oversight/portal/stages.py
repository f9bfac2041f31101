"""Stages of an approval on the pages of their subjects."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.values.actors import Actor
from core.web.confirm_pages import join_words
from core.web.pages import Context
from core.web.words import WORDS
from oversight.rules.stages import FURTHER_STAGES, Stage
from oversight.selectors.stages import StageLine


def next_line(stages: Sequence[StageLine]) -> StageLine | None:
    """Return the first pending stage, or None."""
    return next((line for line in stages if line.at is None), None)


def next_stage_value(stages: Sequence[StageLine]) -> str:
    """Return the next stage for the hidden field of its form; a further one even where none waits, which the service refuses."""
    line = next_line(stages)
    return Stage.COUNTERSIGN.value if line is None else line.stage.value


def barred_stage_steps(stages: Sequence[StageLine], *, actor: Actor, in_name: bool = False) -> set[str]:
    """Return which of the steps `sign` and `approve` the next stage is not, or not one of the actor's role.

    `in_name` says whether the actor may sign in another's name, whose roles the service asks for.
    """
    line = next_line(stages)
    if line is None or line.stage == Stage.APPROVE:
        return {"sign"}
    if line.stage not in FURTHER_STAGES:
        return {"sign", "approve"}
    return {"approve"} if in_name or actor.has(*line.roles) else {"sign", "approve"}


def further_lines(stages: Sequence[StageLine], *, reached: bool) -> list[Context]:
    """Return the further stages as lines of components/steps.html; the first undecided one is current once reached."""
    further = [line for line in stages if line.stage in FURTHER_STAGES]
    first = next_line(further) if reached else None
    return [_line(line, is_next=line is first) for line in further]


def stage_lines(stages: Sequence[StageLine]) -> list[Context]:
    """Return all stages as lines of components/steps.html."""
    first = next_line(stages)
    return [_line(line, is_next=line is first) for line in stages]


def waiting_sentence(stages: Sequence[StageLine]) -> str:
    """Return the sentence of a further stage that waits, with the roles that may decide it; empty without one."""
    line = next_line(stages)
    if line is None or line.stage not in FURTHER_STAGES:
        return ""
    return _("合计金额须经“%(stage)s”：由没有经办过的%(roles)s办理，之后才能审批。") % {
        "stage": WORDS["stage"][line.stage],
        "roles": join_words(line.roles, WORDS["role"]),
    }


def person(line: StageLine) -> str:
    """Return who decided a stage, in whose name (王某 代 李某)."""
    return (
        _("%(actor)s 代 %(principal)s") % {"actor": line.actor, "principal": line.principal}
        if line.principal
        else line.actor
    )


def people_by_stage(stages: Sequence[StageLine]) -> dict[Stage, str]:
    """Return who decided each stage, in whose name."""
    return {line.stage: person(line) for line in stages if line.at}


def _line(line: StageLine, *, is_next: bool) -> Context:
    roles = join_words(line.roles, WORDS["role"])
    return {
        "label": WORDS["stage"][line.stage],
        "status": "done" if line.at else "current" if is_next else "todo",
        "day": line.at,
        "who": person(line) if line.at else roles if is_next else "",
    }
