"""Words for pages of vouchers and redemptions: acting sides, the facts of a claim, amounts."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.templatetags.formatting import day as day_in_words
from core.templatetags.formatting import money
from core.web.words import WORDS
from vouchers.rules.next_steps import Side

Words = str | Promise

SIDES: Mapping[Side, Words] = {
    Side.BOTH: gettext_lazy("本单位与开放单位"),
    Side.APPLICANT: gettext_lazy("申领单位"),
    Side.UNIT: gettext_lazy("开放单位"),
    Side.AUTHORITY: gettext_lazy("主管部门"),
    Side.OFFICER: gettext_lazy("经办人员"),
    Side.SECOND_PERSON: gettext_lazy("另一人复核"),
    Side.PUBLIC: gettext_lazy("社会公众"),
    Side.APPROVER: gettext_lazy("审批人员"),
    Side.FINANCE: gettext_lazy("财务人员"),
}
"""The name of each side that can act."""
CORRECT: tuple[Words, Words] = (
    gettext_lazy("按退回意见补正后重新提交"),
    gettext_lazy("逾期未补正，申请失效；已过兑现期限的，创新券同时失效"),
)
"""What a unit does about a returned redemption, and what happens if it does not."""
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


def fact_lines(stored: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the facts stored with a coupon at its claim, as pairs of label and value."""
    applicant = stored.get("applicant", {})
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
    """Return an amount in yuan that is stored as text, formatted for reading."""
    return money(Decimal(text))


def side(who: Side | None) -> str:
    """Return the name of a side; an empty text for None."""
    return "" if who is None else str(SIDES[who])
