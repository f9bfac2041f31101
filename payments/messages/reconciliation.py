"""Texts of the reconciliation: refusals, words."""

from django.utils.translation import gettext_lazy as _

from core.messages.tables import CodeWords

WORDS: CodeWords = {
    "entry_kind": {
        "sent": _("已送银行"),
        "paid": _("已到账"),
        "failed": _("拨付失败"),
        "returned": _("退汇"),
    },
}
