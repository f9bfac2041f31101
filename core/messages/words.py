"""Words of the kernel's own things."""

from django.utils.translation import gettext_lazy as _

from core.messages.tables import StateWords

STATES: StateWords = {
    "job": {
        "queued": (_("排队中"), "act"),
        "running": (_("进行中"), "run"),
        "done": (_("已完成"), "good"),
        "failed": (_("失败"), "bad"),
    },
}
