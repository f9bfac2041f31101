"""Words for the states of jobs, and the menu entries of the kernel."""

from django.utils.translation import gettext_lazy as _

from core.messages.tables import Entry, Menu, StateWords, SubjectWords

STATES: StateWords = {
    "job": {
        "queued": (_("排队中"), "act"),
        "running": (_("进行中"), "run"),
        "done": (_("已完成"), "good"),
        "failed": (_("失败"), "bad"),
    },
}

SUBJECTS: SubjectWords = {
    "calendar": (190, _("节假日安排")),
    "job_run": (200, _("后台任务")),
    "outbox": (210, _("事件投递")),
    "clock": (220, _("系统时钟")),
}

MENU: Menu = {
    ("system", "job_list"): Entry(_("后台任务"), "cpu", 10),
    ("system", "event_list"): Entry(_("事件检索"), "zoom-question", 15),
    ("auditor", "event_list"): Entry(_("事件检索"), "zoom-question", 6),
    ("auditor", "job_list"): Entry(_("后台任务"), "cpu", 60, "access"),
}
