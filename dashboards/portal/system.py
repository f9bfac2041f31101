"""The first page of system administrators: what waits for a second person, what failed, who has which role."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.rules.roles import AUTHORITY_ROLES, LEAST_HOLDERS, Role
from accounts.selectors.appointments import TO_DECIDE as APPOINTMENTS_TO_DECIDE
from accounts.selectors.appointments import count_appointments_to_decide, list_appointments
from accounts.selectors.handovers import TO_DECIDE as SUBSTITUTIONS_TO_DECIDE
from accounts.selectors.handovers import TO_TAKE, count_open_hand_overs, count_substitutions_to_decide
from accounts.selectors.interests import TO_DECIDE as CORRECTIONS_TO_DECIDE
from accounts.selectors.interests import count_corrections_to_decide
from accounts.selectors.members import visible_members
from accounts.selectors.users import TO_RESET, count_resets_to_decide, search_users
from core.events.outbox_selectors import count_dead_items
from core.jobs.run_selectors import JobState, list_failed_jobs
from core.templatetags.formatting import is_english
from core.values.actors import Actor
from core.values.schedules import RunState
from core.web.menu import ROLES
from core.web.pages import Context
from dashboards.portal.boards import StaffLine, staff_line
from proofs.selectors.runs import find_last_proof

LATEST = 5


def system_board(*, actor: Actor, at: datetime) -> Context:
    """Return the context of a system administrator's first page."""
    failed, dead = list_failed_jobs(), count_dead_items()
    todos = [line for line in _lines(actor, failed=len(failed), dead=dead, at=at) if line.count]
    return {
        "waiting": sum(line.count for line in todos),
        "todos": todos,
        "failed": [{"job": each, "title": _title(each)} for each in failed],
        "dead": dead,
        "holders": _holders(actor),
        "accounts": search_users().count(),
        "appointments": list_appointments().order_by("-pk")[:LATEST],
        "last": find_last_proof(),
    }


def _lines(actor: Actor, *, failed: int, dead: int, at: datetime) -> Iterator[StaffLine]:
    me = actor.user_id
    proposed = f"{reverse('staff_role_list')}?state={APPOINTMENTS_TO_DECIDE}"
    resets = f"{reverse('account_list')}?state={TO_RESET}"
    named = f"{reverse('substitution_list')}?state={SUBSTITUTIONS_TO_DECIDE}"
    asked = f"{reverse('interest_correction_list')}?state={CORRECTIONS_TO_DECIDE}"
    substitutions = count_substitutions_to_decide(me, at=at)
    yield staff_line(title=_("确认任命"), url=proposed, count=count_appointments_to_decide(me))
    yield staff_line(title=_("确认重置二次验证"), url=resets, count=count_resets_to_decide(me))
    yield staff_line(title=_("确认代办人"), url=named, count=substitutions)
    corrections = count_corrections_to_decide(me)
    yield staff_line(title=_("确认利害关系更正"), url=asked, count=corrections)
    handed = f"{reverse('hand_over_list')}?state={TO_TAKE}"
    yield staff_line(title=_("移交给您的事项"), url=handed, count=count_open_hand_overs(me))
    yield staff_line(title=_("处理失败的后台任务"), url=f"{reverse('job_list')}?state={RunState.FAILED}", count=failed)
    yield staff_line(title=_("处理投递失败的事件"), url=reverse("job_list"), count=dead)


def _holders(actor: Actor) -> list[Context]:
    """Return each role of the authority with the number of its holders, and whether they are too few."""
    counts = Counter(visible_members(actor).values_list("role", flat=True))
    return [
        {"label": words.label, "count": counts[role], "lacking": counts[role] < LEAST_HOLDERS.get(Role(role), 1)}
        for role, words in ROLES.items()
        if role in AUTHORITY_ROLES
    ]


def _title(each: JobState) -> str:
    return each.job.en if is_english() else each.job.zh
