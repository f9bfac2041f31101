"""Words for the states of jobs, and the menu entries of the kernel."""

from django.utils.translation import gettext_lazy as _

from core.messages.tables import Entry, Menu, StateWords

STATES: StateWords = {
    "job": {
        "queued": (_("排队中"), "act"),
        "running": (_("进行中"), "run"),
        "done": (_("已完成"), "good"),
        "failed": (_("失败"), "bad"),
    },
}

MENU: Menu = {
    ("system", "job_list"): Entry(_("后台任务"), "cpu", 10),
    ("system", "event_list"): Entry(_("事件检索"), "zoom-question", 15),
    ("auditor", "event_list"): Entry(_("事件检索"), "zoom-question", 6),
    ("auditor", "job_list"): Entry(_("后台任务"), "cpu", 60, "access"),
}
