"""Pages of policy versions: the list, the parameters in words, the approval by a second person."""

from collections.abc import Mapping, Sequence

from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.messages.catalogue import sentence
from core.templatetags.formatting import day, money, percent
from core.values.deadlines import Period
from core.web.confirm_pages import ConfirmPage, join_words
from core.web.pages import Choices, Context, Files, FormData, ListPage, Page
from core.web.words import WORDS, readable
from vouchers.portal.forms.policies import PolicyApprovalForm, PolicySearchForm
from vouchers.portal.history import history
from vouchers.rules.next_steps import policy_steps
from vouchers.rules.policies import DeadlineRule, Policy, parse_policy
from vouchers.selectors.policies import (
    PolicyVersionRow,
    get_policy_version,
    list_acknowledged,
    list_policy_warnings,
    search_policy_versions,
)
from vouchers.services.policies import approve_policy_version

DEADLINES = {
    "register_by": gettext_lazy("登记期限（自领券）"),
    "valid_until": gettext_lazy("有效期（自登记）"),
    "redeem_by": gettext_lazy("兑现期限（自合同结束）"),
    "publicity": gettext_lazy("公示期"),
    "correction": gettext_lazy("补正期限"),
    "appeal": gettext_lazy("申诉期限"),
    "objection": gettext_lazy("异议处理期限"),
    "expert_silence": gettext_lazy("专家应答期限"),
    "account_change": gettext_lazy("收款账户变更等待期"),
}


class Policies(ListPage):
    """Every version of every scheme."""

    operation = "policy.read"
    template = "vouchers/policy/list.html"
    form_class = PolicySearchForm

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_policy_versions(self.actor, state=wanted.get("state", ""))


class PolicyPage(Page):
    """One policy version."""

    operation = "policy.read"
    template = "vouchers/policy/page.html"

    def context(self) -> Context:
        version = get_policy_version(self.kwargs["pk"])
        return {
            "version": version,
            "sections": policy_sections(parse_policy(version.params)),
            "warnings": warning_sentences(version),
            "acknowledged": join_words(list_acknowledged(version), WORDS["policy_warning"]),
            "can_approve": "approve"
            in self.allowed(policy_steps(version.state), not_by={"approve": (version.drafted_by_id,)}),
            "events": history(self.actor, subject_kind="policy", subject_id=version.pk),
        }


class ApprovePolicy(ConfirmPage):
    """Publish a draft, as a second person."""

    machine = "policy"
    operation = "policy.approve"
    title = gettext_lazy("批准政策版本")
    confirm_label = gettext_lazy("确认批准")
    tone = "primary"
    icon = "gavel"
    done = gettext_lazy("政策版本已批准。")
    form_class = PolicyApprovalForm

    def field_choices(self) -> Mapping[str, Choices]:
        return {"acknowledged": list(warning_sentences(self._version).items())}

    def make_form(
        self, data: QueryDict | None = None, files: "Files | None" = None, *, initial: Context | None = None
    ) -> BaseForm:
        """Create the form, without its only field where the draft has no warnings."""
        form = super().make_form(data, files, initial=initial)
        if not form.fields["acknowledged"].choices:  # type: ignore[attr-defined]
            del form.fields["acknowledged"]
        return form

    @cached_property
    def _version(self) -> PolicyVersionRow:
        return get_policy_version(self.kwargs["pk"])

    def consequences(self) -> Sequence[str]:
        version = self._version
        names = {"title": version.title, "code": version.code, "number": version.number}
        return (
            _("“%(title)s”（%(code)s v%(number)d）批准后任何参数不能再修改；") % names,
            _("自 %(day)s 起施行，同一政策的现行版本同时被替代；") % {"day": day(version.in_force_from)},
            _("已发布的发放周期仍按其原来的版本办理。"),
        )

    def back_url(self) -> str:
        return reverse("policy", args=[self.kwargs["pk"]])

    def execute(self, data: FormData, **ids: int) -> Model:
        return approve_policy_version(
            version_id=ids["pk"],
            acknowledged=data.get("acknowledged", ()),
            actor_id=self.actor.user_id,
            at=self.at,
        )


def warning_sentences(version: PolicyVersionRow) -> dict[str, str]:
    """Return the code of each warning of a draft with its sentences, one for each parameter."""
    found: dict[str, str] = {}
    for warning in list_policy_warnings(version):
        text = sentence(warning.code, readable(warning.code, warning.params))
        found[warning.code] = f"{found[warning.code]} {text}" if warning.code in found else text
    return found


def policy_sections(policy: Policy) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the parameters in words: headings, each with pairs of label and value."""
    return [
        (_("额度"), _money_lines(policy)),
        (_("申领条件"), _condition_lines(policy)),
        (_("期限"), deadline_lines(policy)),
        (_("兑现"), _redemption_lines(policy)),
    ]


def deadline_lines(policy: Policy, names: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Return the policy's deadlines in words, all or those of `names`: pairs of label and length."""
    return [(str(DEADLINES.get(name, name)), _deadline(policy.deadlines[name])) for name in names or policy.deadlines]


def _money_lines(policy: Policy) -> list[tuple[str, str]]:
    limit = policy.yearly_limit
    tiers = [
        (
            _("年度额度（持有%(certificates)s）")
            % {"certificates": join_words(tier.certificates, WORDS["certificate"])},
            money(tier.limit),
        )
        for tier in limit.tiers
    ]
    return [
        (_("单张上限"), money(policy.coupon_cap)),
        (_("占合同实际金额的比例"), percent(policy.contract_share)),
        *tiers,
        (_("年度额度（其他企业）"), money(limit.enterprise)),
        (_("年度额度（创业团队）"), money(limit.team)),
    ]


def _condition_lines(policy: Policy) -> list[tuple[str, str]]:
    firm = policy.enterprise
    return [
        (_("注册地"), join_words(firm.regions, WORDS["region"])),
        (_("成立年限上限（年）"), str(firm.max_age_years)),
        (_("职工总数上限（人）"), str(firm.max_staff)),
        (_("年销售收入上限"), money(firm.max_annual_sales)),
        (_("资产总额上限"), money(firm.max_total_assets)),
        (_("产业领域"), join_words(firm.industries, WORDS["industry"])),
        (_("支持的服务类别"), join_words(policy.service_categories, WORDS["service_category"])),
    ]


def _redemption_lines(policy: Policy) -> list[tuple[str, str]]:
    return [
        (_("证明材料"), join_words(policy.evidence, WORDS["evidence_kind"])),
        (_("收款方"), join_words([policy.payee], WORDS["side"])),
        (_("拨付月份"), join_words([str(month) for month in policy.payment_months], {})),
    ]


def _deadline(rule: DeadlineRule) -> str:
    if rule.period is None:
        return day(rule.fixed)
    length = _length(rule.period)
    return (
        _("%(length)s，遇休息日顺延") % {"length": length}
        if rule.rolls and rule.period.unit != "working_days"
        else length
    )


def _length(period: Period) -> str:
    n = period.count
    match period.unit:
        case "months":
            words = ngettext("%(n)d 个月", "%(n)d 个月", n)
        case "working_days":
            words = ngettext("%(n)d 个工作日", "%(n)d 个工作日", n)
        case _:
            words = ngettext("%(n)d 日", "%(n)d 日", n)
    return words % {"n": n}
