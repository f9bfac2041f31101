"""Texts of projects: refusals, events, notifications, words and menu entries."""

from django.utils.translation import gettext_lazy as _

from core.messages.tables import Entry, Menu, Numbered, Numbers, StateWords, SubjectWords
from core.values.object_numbers import Series

MESSAGES: dict[str, tuple[str, str]] = {
    "asks": ("请选择 1 至 {most} 家开放单位。", "Ask 1 to {most} open units."),
    "asked_twice": ("同一家开放单位只需选择一次。", "Ask each open unit once."),
    "own_unit": (
        "不能向本单位自己提出合作项目，请选择其他开放单位。",
        "A party cannot request a project of itself: choose another unit.",
    ),
    "service_unknown": (
        "该开放单位没有发布这一服务项目，请选择其已发布的项目。",
        "The unit does not publish this service: choose one that it publishes.",
    ),
    "project_need": ("请选择服务项目，或说明所需的服务。", "Choose a service or describe the service you need."),
    "needed_by": (
        "期望完成日期 {value} 已过，请填写今天或以后的日期，或不填。",
        "The day {value} is over: enter today or a later day, or leave it empty.",
    ),
    "answer_by": (
        "答复期限为 {answer_by}，该项目已逾期失效；请申领单位重新提出。",
        "The request had to be answered by {answer_by} and has expired: the applicant may request it again.",
    ),
}

ARTICLES: dict[str, str] = {"own_unit": "15.2", "answer_by": "15.2"}

EVENTS: dict[str, tuple[str, str]] = {
    "project.requested": (
        "提出合作项目“{title}”，{answer_by} 前答复",
        "Project “{title}” requested, answer by {answer_by}",
    ),
    "project.accepted": ("开放单位接受合作项目", "Project accepted"),
    "project.declined": ("开放单位谢绝合作项目：{reason}", "Project declined: {reason}"),
    "project.withdrawn": ("撤回合作项目", "Project withdrawn"),
    "project.expired": ("合作项目逾期未答复，已失效", "Project expired unanswered"),
    "project.answer_day_moved": ("答复期限调整为 {answer_by}", "Answer by {answer_by} instead"),
}

NOTICES: dict[str, tuple[str, str, str, str]] = {
    "project.requested": (
        "新的合作项目",
        "New project request",
        "{applicant} 提出合作项目“{title}”，请于 {answer_by} 前答复。",
        "{applicant} requests the project “{title}”. Please answer by {answer_by}.",
    ),
    "project.accepted": (
        "合作项目已被接受",
        "Project accepted",
        "{unit} 接受了合作项目“{title}”，请与其签订合同。",
        "{unit} accepted “{title}”. Please sign the contract.",
    ),
    "project.declined": (
        "合作项目被谢绝",
        "Project declined",
        "{unit} 谢绝了合作项目“{title}”：{reason}",
        "{unit} declined “{title}”: {reason}",
    ),
    "project.withdrawn": (
        "合作项目已撤回",
        "Project withdrawn",
        "{applicant} 撤回了合作项目“{title}”。",
        "{applicant} withdrew “{title}”.",
    ),
    "project.expired": (
        "合作项目逾期未答复",
        "Project expired",
        "{unit} 未在 {answer_by} 前答复合作项目“{title}”，该项目已失效，您可另选开放单位。",
        "{unit} did not answer “{title}” by {answer_by}; it has expired. You may ask another unit.",
    ),
    "project.answer_day_moved": (
        "答复期限调整",
        "New last day to answer",
        "因放假安排公布，合作项目“{title}”的答复期限调整为 {answer_by}。",
        "A holiday notice was published: the new last day to answer “{title}” is {answer_by}.",
    ),
}


STATES: StateWords = {
    "project": {
        "requested": (_("待答复"), "act"),
        "accepted": (_("已接受"), "good"),
        "declined": (_("已谢绝"), "bad"),
        "withdrawn": (_("已撤回"), "over"),
        "expired": (_("逾期未答复"), "over"),
    },
}

NUMBERS: Numbers = {
    Series.PROJECT: Numbered(
        _("合作项目"),
        kind="project",
        model="matching.Project",
        visible="matching.selectors.projects.visible_projects",
        made_at="requested_at",
        page="unit_project",
        pages={"applicant": "project"},
    ),
}

SUBJECTS: SubjectWords = {
    "project": (60, _("合作项目")),
}

MENU: Menu = {
    ("applicant", "project_list"): Entry(_("合作项目"), "affiliate", 30),
    ("unit", "unit_project_list"): Entry(_("承接项目"), "affiliate", 10),
    ("staff", "unit_project_list"): Entry(_("合作项目"), "affiliate", 35, "issuing"),
    ("auditor", "unit_project_list"): Entry(_("合作项目"), "affiliate", 35, "issuing"),
}
