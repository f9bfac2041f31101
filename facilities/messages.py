"""Texts of open units and services: refusals, events, words and menu entries."""

from django.utils.translation import gettext_lazy as _

from core.messages.tables import CodeWords, Entry, KindNames, Menu, Numbered, Numbers, StateWords, SubjectWords
from core.values.object_numbers import Series

MESSAGES: dict[str, tuple[str, str]] = {
    "unit_party": (
        "只有已核实的机构可以成为开放单位，该单位当前状态为“{state}”；请先核实。",
        "Only a verified organisation can be an open unit; this party is {state}. Verify it first.",
    ),
    "unit_application_open": (
        "该单位的开放单位申请正在办理，请等待答复。",
        "An application of this organisation is pending: wait for the answer.",
    ),
    "unit_known": ("该机构已经是开放单位或已在申请中。", "This organisation is an open unit or has applied already."),
    "reason_missing": ("请说明理由。", "Give the reason."),
    "publicity_running": (
        "公示期至 {ends} 结束，期满后方可纳入。",
        "The publicity runs until the end of {ends}; the unit can be admitted afterwards.",
    ),
    "exit_notice": (
        "退出须提前 1 个月申请：在该日退出，最迟应于 {announce_by} 提出；请选择更晚的日期。",
        "An exit is announced one month ahead: for that day it was due on {announce_by}. Choose a later day.",
    ),
    "category_unknown": (
        "没有“{category}”这一服务类别，请选择所列类别之一。",
        "There is no category {category}: choose a listed one.",
    ),
    "price": (
        "价格须为不小于 0、最多两位小数的金额，现为 {price}。",
        "The price must be an amount of 0 or more with at most two decimals, not {price}.",
    ),
    "service_name_taken": (
        "本单位已有同名服务项目，请换一个名称。",
        "The unit has a service of this name already: choose another name.",
    ),
    "service_unpublished": ("该服务项目已下架。", "This service is unpublished already."),
}

CONSTRAINTS: dict[str, tuple[str, str]] = {
    "facilities_openunit_pkey": ("unit_known", "party"),
    "service_name_once_a_unit": ("service_name_taken", "name"),
    "unit_application_one_open": ("unit_application_open", "uscc"),
}

ARTICLES: dict[str, str] = {"exit_notice": "6", "publicity_running": "6"}

EVENTS: dict[str, tuple[str, str]] = {
    "open_unit.entered": ("纳入市属开放单位", "Municipal open unit entered"),
    "open_unit.applied": ("申请成为开放单位", "Application to become an open unit"),
    "open_unit.review_begun": ("开始审核开放单位申请", "Review of the application begun"),
    "open_unit.decided": ("决定拟纳入开放单位：{reason}", "Decided to admit the unit: {reason}"),
    "open_unit.refused": ("不予纳入开放单位：{reason}", "Application refused: {reason}"),
    "open_unit.publicised": ("公示拟纳入开放单位", "Admission publicised"),
    "open_unit.admitted": ("纳入开放单位", "Unit admitted"),
    "open_unit.exit_begun": ("申请退出：{reason}", "Exit announced: {reason}"),
    "open_unit.exited": ("已退出", "Unit has left"),
    "open_unit.struck_off": ("除名：{reason}", "Unit struck off: {reason}"),
    "unit_application.requested": ("申请成为开放单位", "Asked to become an open unit"),
    "unit_application.accepted": (
        "同意开放单位申请：列为{category}（申请人填报：{proposed}）",
        "Application accepted: entered as {category} (proposed: {proposed})",
    ),
    "unit_application.refused": ("不同意开放单位申请：{reason}", "Application refused: {reason}"),
    "unit_application.withdrawn": ("撤回开放单位申请", "Application withdrawn"),
    "unit_application.ended": ("开放单位申请随注册终止", "Application ended with the registration"),
    "service.published": ("发布服务项目“{name}”", "Service “{name}” published"),
    "service.updated": ("更新服务项目“{name}”", "Service “{name}” changed"),
    "service.unpublished": ("下架服务项目“{name}”", "Service “{name}” unpublished"),
}

NOTICES: dict[str, tuple[str, str, str, str]] = {
    "unit_application.accepted": (
        "开放单位申请已同意",
        "Your application was accepted",
        "“{party}”成为开放单位的申请已同意，单位已核实，列为{category}单位。市属单位即可发布服务；其他单位进入审核、公示。",
        "The application of “{party}” was accepted and the organisation verified, as a unit of the kind “{category}”. A "
        "municipal unit can publish services now; others are reviewed and publicised.",
    ),
    "unit_application.refused": (
        "开放单位申请未同意",
        "Your application was refused",
        "“{party}”成为开放单位的申请未同意。理由：{reason}。更正后可以再次申请。",
        "The application of “{party}” was refused. Reason: {reason}. You may apply again.",
    ),
    "unit_application.overdue": (
        "开放单位申请待答复超过十日",
        "An application waits for an answer",
        "“{party}”的开放单位申请已等待答复十日以上，请督促办理。",
        "The application of “{party}” to become an open unit has waited for more than ten days.",
    ),
}

STATES: StateWords = {
    "unit_application": {
        "requested": (_("待答复"), "act"),
        "accepted": (_("已同意"), "good"),
        "refused": (_("未同意"), "bad"),
        "withdrawn": (_("已撤回"), "over"),
        "ended": (_("已终止"), "over"),
    },
    "open_unit": {
        "applied": (_("待受理"), "act"),
        "reviewing": (_("审核中"), "run"),
        "decided": (_("已决定"), "run"),
        "publicised": (_("公示中"), "run"),
        "admitted": (_("已入网"), "good"),
        "exiting": (_("退出中"), "act"),
        "exited": (_("已退出"), "over"),
        "struck_off": (_("已除名"), "bad"),
        "refused": (_("未通过"), "bad"),
    },
}

NUMBERS: Numbers = {
    Series.UNIT_APPLICATION: Numbered(
        _("开放单位申请"),
        kind="unit_application",
        model="facilities.UnitApplication",
        visible="facilities.selectors.applications.visible_applications",
        made_at="requested_at",
        page="unit_application_request",
        pages=dict.fromkeys(("staff", "system", "auditor"), "unit_application_list"),
        listed=True,
    ),
}

WORDS: CodeWords = {
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
}

CODES_IN_PARAMS: KindNames = {"unit_application.accepted": "unit_category"}

STATES_IN_PARAMS: KindNames = {"unit_party": "party"}

SUBJECTS: SubjectWords = {
    "open_unit": (40, _("开放单位")),
    "service": (50, _("服务项目")),
    "unit_application": (45, _("开放单位申请")),
}

MENU: Menu = {
    ("public", "public_search"): Entry(_("开放资源"), "flask", 20),
    ("applicant", "public_search"): Entry(_("找服务"), "flask", 20),
    ("staff", "unit_application_list"): Entry(_("开放单位申请"), "microscope", 14, "units"),
    ("auditor", "unit_application_list"): Entry(_("开放单位申请"), "microscope", 14, "units"),
}
