"""Names of states, codes and subjects of redemptions and batches; the params of refusals that are codes."""

from django.utils.translation import gettext_lazy as _

from accounts.messages.words import WORDS as ACCOUNT_WORDS
from core.messages.tables import CodeWords, KindNames, Numbered, Numbers, StateWords, SubjectWords
from core.values.object_numbers import Series
from vouchers.messages.words import WORDS as VOUCHER_WORDS

STATES: StateWords = {
    "redemption": {
        "draft": (_("草稿"), "draft"),
        "submitted": (_("待形式审查"), "act"),
        "returned": (_("待补正"), "act"),
        "accepted": (_("已受理"), "run"),
        "under_review": (_("评审中"), "run"),
        "doubtful": (_("待核查"), "act"),
        "recommended": (_("评审完成"), "run"),
        "publicised": (_("公示中"), "run"),
        "decided": (_("已决定"), "run"),
        "appealed": (_("申诉中"), "act"),
        "final": (_("已定案"), "good"),
        "paid": (_("已拨付"), "good"),
        "withdrawn": (_("已撤回"), "over"),
        "expired": (_("逾期失效"), "over"),
        "revoked": (_("已撤销"), "bad"),
    },
    "appeal": {
        "filed": (_("待审理"), "act"),
        "waived": (_("放弃申诉"), "over"),
        "examined": (_("待决定"), "act"),
        "dismissed": (_("维持原决定"), "over"),
        "raised": (_("金额已提高"), "good"),
    },
    "batch": {
        "collecting": (_("组批中"), "run"),
        "reviewing": (_("评审中"), "run"),
        "summarised": (_("待复核"), "act"),
        "cleared": (_("待公示"), "act"),
        "publicised": (_("公示中"), "run"),
        "approved": (_("已批准"), "run"),
        "paying": (_("拨付中"), "run"),
        "closed": (_("已办结"), "good"),
    },
}

WORDS: CodeWords = {
    "decision": {
        "approve": _("全额支持"),
        "reduce": _("核减"),
        "reject": _("不予支持"),
    },
    "file_heading": {
        **VOUCHER_WORDS["evidence_kind"],
        **ACCOUNT_WORDS["registration_evidence"],
        "appeal": _("申诉材料"),
        "repayment": _("银行回单"),
    },
    "file_problem": {"altered": _("内容已改变"), "lost": _("文件丢失")},
    "file_part": {"original": _("原件"), "shown": _("显示用图片")},
}

NUMBERS: Numbers = {
    Series.REDEMPTION: Numbered(
        _("兑现申请"),
        kind="redemption",
        model="redemptions.Redemption",
        visible="redemptions.selectors.redemptions.visible_redemptions",
        made_at="created_at",
        page="redemption",
    ),
    Series.BATCH: Numbered(
        _("兑现批次"),
        kind="batch",
        model="redemptions.RedemptionBatch",
        visible="redemptions.selectors.batches.visible_batches",
        made_at="created_at",
        page="batch",
    ),
    Series.APPEAL: Numbered(
        _("申诉"),
        kind="appeal",
        model="redemptions.Appeal",
        visible="redemptions.selectors.appeals.visible_appeals",
        made_at="filed_at",
        page="appeal",
    ),
}

SUBJECTS: SubjectWords = {
    "redemption": (120, _("兑现申请")),
    "batch": (130, _("兑现批次")),
    "appeal": (125, _("申诉")),
}

CODES_IN_PARAMS: KindNames = {"evidence_missing": "evidence_kind", "file_known": "file_heading"}
STATES_IN_PARAMS: KindNames = {"redemption_not_collectable": "redemption"}
CODE_PARAMS: KindNames = {"decision": "decision"}
