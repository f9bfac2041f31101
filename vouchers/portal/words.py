"""What pages say of conditions, to-dos and the facts of a claim: codes to words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.portal_words import WORDS
from core.templatetags.formatting import day as day_in_words
from core.templatetags.formatting import money
from vouchers.rules.numbers import coupon_number
from vouchers.selectors.overviews import ToDo

Words = str | Promise

CONDITIONS: Mapping[str, Words] = {
    "region": gettext_lazy("在北京地区注册"),
    "age_or_new_tech_sme": gettext_lazy("成立年限符合要求，或为当年新入库的科技型中小企业"),
    "legal_person": gettext_lazy("法人资格符合要求"),
    "staff": gettext_lazy("职工总数不超过上限"),
    "annual_sales": gettext_lazy("年销售收入不超过上限"),
    "total_assets": gettext_lazy("资产总额不超过上限"),
    "sound_finance": gettext_lazy("具有健全的财务机构和管理制度"),
    "bad_credit": gettext_lazy("没有不良诚信记录"),
    "industry": gettext_lazy("主营业务方向属于高精尖产业领域"),
    "students": gettext_lazy("在校学生超过主要成员的半数"),
    "project_stage": gettext_lazy("项目已开展测试或研发工作"),
    "sanctioned": gettext_lazy("没有被取消申报资格"),
    "party_not_verified": gettext_lazy("主体已经核实"),
}
_FACTS: Mapping[str, Words] = {
    "region": gettext_lazy("注册地"),
    "established_on": gettext_lazy("成立日期"),
    "legal_person": gettext_lazy("独立法人"),
    "staff": gettext_lazy("职工总数（人）"),
    "annual_sales": gettext_lazy("年销售收入（元）"),
    "total_assets": gettext_lazy("资产总额（元）"),
    "sound_finance": gettext_lazy("财务制度健全"),
    "bad_credit": gettext_lazy("不良诚信记录"),
    "industry": gettext_lazy("产业领域"),
    "members": gettext_lazy("主要成员（人）"),
    "students": gettext_lazy("其中在校学生（人）"),
    "project_stage": gettext_lazy("项目阶段"),
}
_CODES = ("region", "industry", "project_stage")


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of the to-do list, as the template wants it."""

    title: str
    url: str
    detail: str
    day: date | None
    after: str


def todo_line(todo: ToDo) -> Line:
    """A to-do in words, with where to go and what happens after its day."""
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


def fact_lines(kept: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The facts a claim was decided on, as they were kept with the coupon: label and value."""
    applicant = kept.get("applicant", {})
    lines = [
        (str(label), _fact(name, applicant[name])) for name, label in _FACTS.items() if applicant.get(name) is not None
    ]
    certificates = [
        _("%(kind)s（有效期至 %(until)s）")
        % {
            "kind": WORDS["certificate"].get(row["kind"], row["kind"]),
            "until": day_in_words(date.fromisoformat(row["valid_until"])),
        }
        for row in applicant.get("certificates", [])
    ]
    if certificates:
        lines.append((_("资质证书"), _("、").join(certificates)))
    return lines


def _fact(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if name in _CODES:
        return str(WORDS[name].get(value, value))
    if name == "established_on":
        return day_in_words(date.fromisoformat(value))
    return money_text(value) if name in ("annual_sales", "total_assets") else str(value)


def money_text(text: str) -> str:
    """Yuan kept as text, as people read it."""
    return money(Decimal(text))
