"""The invariants in words, and the menu entry of their proof."""

from django.utils.translation import gettext_lazy as _

from core.messages.tables import CodeWords, Entry, Menu

WORDS: CodeWords = {
    "invariant": {
        "I1": _("发放周期的预算等于各项资金之和，每项不小于零，并与逐笔流水一致；年度预算足以覆盖当年的周期"),
        "I2": _("每张创新券的金额大于零，不超过政策规定的单张上限"),
        "I3": _("申领单位的年度用量等于其创新券计入的金额，每次申领时未超过年度限额"),
        "I4": _("合同上的创新券及可兑现金额不超过合同金额与实际金额的规定比例"),
        "I5": _("一份合同只有一份有效兑现申请，一张发票只用一次，一份兑现申请只拨付一次"),
        "I6": _("没有公示期满、无未决异议的定案兑现申请，就没有拨付"),
        "I7": _("每张创新券至多退回一次资金"),
        "I8": _("每次状态变化都按规定的流程进行，并有且只有一条事件记录"),
        "I9": _("资金流水和事件未被改动或删除，封存校验一致"),
        "I11": _("编制、复核与审批由不同的人办理，有利害关系的人没有参与"),
        "I13": _("未经本人同意无人成为成员，一个代码只有一个已核实的主体"),
        "I14": _("证明材料与提交时一致"),
    },
}

MENU: Menu = {
    ("auditor", "proof"): Entry(_("账目核对"), "shield-check", 5),
    ("system", "proof"): Entry(_("账目核对"), "shield-check", 30),
}
