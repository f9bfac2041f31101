"""Words for the states and kinds of parties, takeovers and users."""

from django.utils.translation import gettext_lazy as _

from core.messages.tables import CodeWords, StateWords, SubjectWords

STATES: StateWords = {
    "party": {
        "registered": (_("待核实"), "act"),
        "verified": (_("已核实"), "good"),
        "refused": (_("未通过"), "bad"),
        "suspended": (_("已暂停"), "bad"),
    },
    "invitation": {
        "invited": (_("待答复"), "act"),
        "accepted": (_("已接受"), "good"),
        "declined": (_("已谢绝"), "bad"),
        "ended": (_("已失效"), "bad"),
    },
    "takeover": {
        "requested": (_("待审核"), "act"),
        "approved": (_("已同意"), "good"),
        "refused": (_("未同意"), "bad"),
    },
}

WORDS: CodeWords = {
    "party_kind": {
        "organisation": _("法人单位"),
        "team": _("创业团队"),
        "authority": _("主管部门"),
    },
}

SUBJECTS: SubjectWords = {
    "party": (10, _("主体")),
    "takeover": (20, _("管理员接管")),
    "invitation": (25, _("成员邀请")),
    "user": (30, _("用户")),
}
