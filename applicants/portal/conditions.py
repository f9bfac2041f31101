"""The lines of the self-check page."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from applicants.rules.profiles import Condition
from core.messages.catalogue import advice, sentence
from core.web.words import readable

CONDITIONS: Mapping[str, str | Promise] = {
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
    "members_pending": gettext_lazy("新增成员均已确认"),
    "sanctioned": gettext_lazy("没有被取消申报资格"),
    "party_not_verified": gettext_lazy("主体已经核实"),
}


FIELD_OF_CONDITION = {"age_or_new_tech_sme": "established_on", "students": "people"}
"""Condition → the field whose value decides it, where the names differ."""


def lines_by_field(lines: Sequence[Mapping[str, object]], *, given: Collection[str]) -> dict[str, Mapping[str, object]]:
    """Return field → the line of its condition, for those fields that are filled in."""
    by_field = {FIELD_OF_CONDITION.get(str(line["code"]), str(line["code"])): line for line in lines}
    return {field: line for field, line in by_field.items() if field in given}


def condition_lines(conditions: Sequence[Condition]) -> list[dict[str, object]]:
    """Each condition in words, with the reason and what to do where it is not met."""
    lines: list[dict[str, object]] = []
    for condition in conditions:
        params = readable(condition.code, condition.refusal.params) if condition.refusal else {}
        failed = condition.refusal is not None
        lines.append(
            {
                "code": condition.code,
                "label": CONDITIONS[condition.code],
                "met": not failed,
                "why": sentence(condition.code, params) if failed else "",
                "advice": advice(condition.code, params) if failed else "",
            }
        )
    return lines
