"""How codes that are no states are called on pages: one table, by kind. States have their own (core.web.state_words)."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.templatetags.formatting import day, moment, plain_money
from core.web.state_words import STATES

WORDS: Mapping[str, Mapping[str, str | Promise]] = {
    "service_category": {
        "analysis": _("分析"),
        "testing": _("测试"),
        "inspection": _("检验"),
        "research": _("研发"),
        "compute_training": _("大模型训练算力"),
        "other": _("其他"),
    },
    "unit_category": {
        "municipal": _("市属"),
        "in_beijing": _("在京"),
        "recognised": _("京津冀互认"),
    },
    "region": {
        "beijing": _("北京"),
        "tianjin": _("天津"),
        "hebei": _("河北"),
        "other": _("其他地区"),
    },
    "industry": {
        "new_generation_it": _("新一代信息技术"),
        "health": _("医药健康"),
        "intelligent_manufacturing": _("智能制造"),
        "new_materials": _("新材料"),
        "green_energy": _("绿色能源与节能环保"),
        "other": _("其他"),
    },
    "project_stage": {
        "planning": _("计划"),
        "development": _("研发"),
        "testing": _("测试"),
    },
    "certificate": {
        "national_hnte": _("国家高新技术企业"),
        "zhongguancun_hnte": _("中关村高新技术企业"),
        "tech_sme": _("科技型中小企业"),
    },
    "evidence_kind": {
        "contract": _("合同文本"),
        "invoice": _("发票"),
        "payment_proof": _("自付凭证"),
        "result": _("服务成果"),
        "service_record": _("服务记录"),
        "acceptance": _("申领单位在线确认成果"),
    },
    "fault": {
        "unit": _("开放单位原因"),
        "applicant": _("申领单位原因"),
        "neither": _("均无责任"),
    },
    "decision": {
        "approve": _("全额支持"),
        "reduce": _("核减"),
        "reject": _("不予支持"),
    },
    "side": {
        "applicant": _("申领单位"),
        "unit": _("开放单位"),
    },
    "subject": {
        "party": _("主体"),
        "takeover": _("管理员接管"),
        "user": _("用户"),
        "open_unit": _("开放单位"),
        "service": _("服务项目"),
        "project": _("合作项目"),
        "policy": _("政策版本"),
        "round": _("发放周期"),
        "coupon": _("创新券"),
        "contract": _("服务合同"),
        "service_record": _("服务记录"),
        "redemption": _("兑现申请"),
        "batch": _("兑现批次"),
        "notice": _("公示"),
        "objection": _("异议"),
        "payment": _("拨付"),
        "payment_order": _("拨款单"),
        "sanction": _("处理措施"),
    },
    "party_kind": {
        "organisation": _("法人单位"),
        "team": _("创业团队"),
        "authority": _("主管部门"),
    },
}


def choices(kind: str, *, first: str | Promise = "") -> list[tuple[str, str | Promise]]:
    """The words of a kind as a form field wants them; `first` stands for none of them."""
    return [*([("", first)] if first else []), *WORDS[kind].items()]


_AMOUNT = re.compile(r"-?[0-9]{1,12}\.[0-9]{2}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9:]+)")
_BY_CODE = {
    "region": "region",
    "industry": "industry",
    "project_stage": "project_stage",
    "service_category": "service_category",
    "evidence_missing": "evidence_kind",
}
"""Refusals whose params are codes, one or several, and of which kind."""
_STATE_OF = {"coupon_state": "coupon", "not_open_unit": "open_unit", "redemption_not_collectable": "redemption"}
"""Refusals whose params are states, one or several, and of what."""
_BETWEEN = "、"
_BY_PARAM = {"decision": "decision", "fault": "fault"}
"""Params that are codes wherever they stand."""


def readable(code: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """Params as people read them: amounts with thousands, days and moments in words, codes by their words."""
    words = _words_of(code)
    return {name: _readable(WORDS.get(_BY_PARAM.get(name, ""), words), value) for name, value in params.items()}


def _words_of(code: str) -> Mapping[str, str | Promise]:
    if code in _STATE_OF:
        return {state: word for state, (word, *_) in STATES[_STATE_OF[code]].items()}
    return WORDS.get(_BY_CODE.get(code, ""), {})


def _readable(words: Mapping[str, str | Promise], value: Any) -> Any:
    if not isinstance(value, str):
        return value
    parts = value.split(_BETWEEN)
    if all(part in words for part in parts):
        return _BETWEEN.join(str(words[part]) for part in parts)
    if _AMOUNT.fullmatch(value):
        return plain_money(Decimal(value))
    if _DAY.fullmatch(value):
        return day(date.fromisoformat(value))
    return moment(datetime.fromisoformat(value)) if _MOMENT.fullmatch(value) else value
