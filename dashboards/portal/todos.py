"""The to-do list of an applicant in words."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.selectors.applicants import ToDo
from vouchers.rules.coupon_numbers import coupon_number


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of the to-do list for the template."""

    title: str
    url: str
    detail: str
    day: date | None
    after: str


def todo_line(todo: ToDo) -> Line:
    """Return a to-do in words, with its address and the consequence of missing its day."""
    if todo.kind == "register":
        number = coupon_number(year=int(todo.label), coupon_id=todo.subject_id)
        return Line(
            title=_("为创新券 %(number)s 找服务、签合同并登记") % {"number": number},
            url=reverse("coupon", args=[todo.subject_id]),
            detail=_("由开放单位在合同签订后登记。"),
            day=todo.day,
            after=_("逾期未登记，创新券自动失效，额度退回"),
        )
    titles = {
        "offer": _("为合同“%(title)s”选择创新券"),
        "confirm": _("确认合同“%(title)s”的变更"),
        "accept": _("确认合同“%(title)s”的服务成果"),
        "press": _("催促开放单位就合同“%(title)s”申请兑现"),
    }
    return Line(
        title=titles[todo.kind] % {"title": todo.label},
        url=reverse("contract", args=[todo.subject_id]),
        detail="",
        day=todo.day,
        after=_after(todo),
    )


def _after(todo: ToDo) -> str:
    if todo.day is None:
        return ""
    return _("逾期未登记，创新券自动失效，额度退回") if todo.kind == "offer" else _("逾期未申请兑现，创新券自动失效")
