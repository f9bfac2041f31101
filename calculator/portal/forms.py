"""The questions of the calculator (政策计算器): each form makes the cases of one question."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applicants.portal.forms import MOST_STAFF, DeclarationForm
from core.web.fields import AmountField, CountField, Label, MomentField
from core.web.state_words import STATES
from core.web.words import WORDS, choices
from facilities.rules.states import OpenUnitState
from vouchers.portal.forms.parts import day_field
from vouchers.rules.states import CouponState

Case = dict[str, Any]

RULES = {
    "register_by": gettext_lazy("登记期限（自领券之日起）"),
    "valid_until": gettext_lazy("有效期（自登记之日起）"),
    "redeem_by": gettext_lazy("兑现期限（自合同结束之日起）"),
    "publicity": gettext_lazy("公示期（自公示之日起）"),
    "correction": gettext_lazy("补正期限（自退回之日起）"),
}
COUPONS = 4
"""The number of coupons in a form."""


class Question(forms.Form):
    """One question. `groups` lists the groups of fields, by the prefix of their names."""

    groups: ClassVar[tuple[tuple[Label, tuple[str, ...]], ...]]

    def cases(self) -> list[Case]:
        """Return the cases of the question; their answers together are the answer."""
        raise NotImplementedError

    def parts(self) -> Iterator[tuple[Label, list[BoundField]]]:
        """Return the fields by group, for the template."""
        for title, beginnings in self.groups:
            names = [name for beginning in beginnings for name in self.fields if name.startswith(beginning)]
            yield title, [self[name] for name in names]


class DeadlineForm(Question):
    """A deadline, counted from a day."""

    rule = forms.ChoiceField(label=gettext_lazy("期限"), choices=list(RULES.items()))
    start = day_field(label=gettext_lazy("起算日"))
    groups = ((gettext_lazy("期限推算"), ("rule", "start")),)

    def cases(self) -> list[Case]:
        return [{"op": "deadline", "rule": self.cleaned_data["rule"], "start": _case_value(self.cleaned_data["start"])}]


class PaymentForm(Question):
    """The day on which an amount approved on a day can be paid."""

    approved_on = day_field(label=gettext_lazy("批准日"))
    groups = ((gettext_lazy("拨付时间"), ("approved_on",)),)

    def cases(self) -> list[Case]:
        return [{"op": "payment", "approved_on": _case_value(self.cleaned_data["approved_on"])}]


class SubsidyForm(Question):
    """The most that a unit can receive for its yearly assessment."""

    unit_class = forms.ChoiceField(
        label=gettext_lazy("考核类别"), choices=[("I", gettext_lazy("Ⅰ类")), ("II", gettext_lazy("Ⅱ类"))]
    )
    grade = forms.ChoiceField(
        label=gettext_lazy("考核结果"),
        choices=[
            ("excellent", gettext_lazy("优秀")),
            ("good", gettext_lazy("良好")),
            ("pass", gettext_lazy("合格")),
            ("fail", gettext_lazy("不合格")),
        ],
    )
    third_party_tester = forms.BooleanField(
        label=gettext_lazy("以测试、检测、研发服务为主业的第三方服务机构"), required=False
    )
    groups = ((gettext_lazy("考核补助"), ("unit_class", "grade", "third_party_tester")),)

    def cases(self) -> list[Case]:
        data = self.cleaned_data
        facts = {"class": data["unit_class"], "grade": data["grade"], "third_party_tester": data["third_party_tester"]}
        return [{"op": "subsidy", **facts}]


class ApplicantPart(forms.Form):
    """The applicant, and the day until which it is barred."""

    kind: ClassVar[str]
    barred_until = day_field(label=gettext_lazy("申报资格取消至（没有则不填）"), required=False)

    def bar(self) -> Case:
        """Return the bar as a part of a case."""
        return {"barred_until": _case_value(self.cleaned_data["barred_until"])}

    def applicant(self) -> Case:
        """Return the applicant as a part of a case."""
        raise NotImplementedError


class EnterprisePart(ApplicantPart, DeclarationForm):
    """An enterprise, with its certificates."""

    kind = "enterprise"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, word in WORDS["certificate"].items():
            for part, label in _CERTIFICATE_DAYS.items():
                if part == "first_entry" and kind != "tech_sme":
                    continue
                self.fields[f"certificate_{kind}_{part}"] = day_field(
                    label=_("%(certificate)s：%(day)s") % {"certificate": word, "day": label}, required=False
                )

    def clean(self) -> dict[str, object]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for kind in WORDS["certificate"]:
            names = [name for name in self.fields if name.startswith(f"certificate_{kind}_")]
            empty = [name for name in names if not values.get(name)]
            if 0 < len(empty) < len(names):
                self.add_error(empty[0], _("一份资质的日期须一并填写。"))
        return values

    def applicant(self) -> Case:
        declared = {name: _case_value(self.cleaned_data[name]) for name in DeclarationForm.base_fields}
        return {"kind": self.kind, **declared, "certificates": list(self._certificates())}

    def _certificates(self) -> Iterator[Case]:
        for kind in WORDS["certificate"]:
            days = {part: self.cleaned_data.get(f"certificate_{kind}_{part}") for part in _CERTIFICATE_DAYS}
            if days["from"]:
                yield {"kind": kind, **{part: _case_value(day) for part, day in days.items() if day}}


_CERTIFICATE_DAYS = {
    "first_entry": gettext_lazy("首次入库日"),
    "from": gettext_lazy("有效期自"),
    "until": gettext_lazy("有效期止"),
}


class TeamPart(ApplicantPart):
    """The part of a form in which a team's facts are entered."""

    kind = "team"
    region = forms.ChoiceField(label=gettext_lazy("所在地"), choices=choices("region"))
    industry = forms.ChoiceField(label=gettext_lazy("产业领域"), choices=choices("industry"))
    project_stage = forms.ChoiceField(label=gettext_lazy("项目阶段"), choices=choices("project_stage"))
    members = CountField(label=gettext_lazy("主要成员（人）"), min_value=0, max_value=MOST_STAFF)
    students = CountField(label=gettext_lazy("其中在校学生（人）"), min_value=0, max_value=MOST_STAFF)
    legal_person = forms.BooleanField(label=gettext_lazy("已注册企业，具有法人资格"), required=False)

    def clean(self) -> dict[str, object]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if (values.get("students") or 0) > (values.get("members") or 0):
            self.add_error("students", _("在校学生不能多于主要成员。"))
        return values

    def applicant(self) -> Case:
        names = ("region", "industry", "project_stage", "members", "students", "legal_person")
        return {"kind": self.kind, **{name: self.cleaned_data[name] for name in names}}


_ENTERPRISE = (
    (gettext_lazy("企业情况"), tuple(DeclarationForm.base_fields)),
    (gettext_lazy("资质"), ("certificate_",)),
)
_TEAM = ((gettext_lazy("创业团队情况"), tuple(name for name in TeamPart.base_fields if name != "barred_until")),)


class EligibilityForm(ApplicantPart, Question):
    """The eligibility of an applicant on a day, and its annual limit."""

    on = day_field(label=gettext_lazy("日期"))

    def cases(self) -> list[Case]:
        who = {"on": _case_value(self.cleaned_data["on"]), "applicant": self.applicant()}
        return [{"op": "eligibility", **who, **self.bar()}, {"op": "annual_limit", **who}]


class EnterpriseEligibilityForm(EnterprisePart, EligibilityForm):
    """The eligibility of an enterprise."""

    groups = ((gettext_lazy("申领资格"), ("on", "barred_until")), *_ENTERPRISE)


class TeamEligibilityForm(TeamPart, EligibilityForm):
    """The eligibility of a team."""

    groups = ((gettext_lazy("申领资格"), ("on", "barred_until")), *_TEAM)


class ClaimForm(ApplicantPart, Question):
    """Asks whether an applicant may claim an amount in a round at a given moment. The answer includes the maximum."""

    at = MomentField(label=gettext_lazy("申领时刻"))
    amount = AmountField(label=gettext_lazy("申领金额（元）"))
    used_this_year = AmountField(label=gettext_lazy("本年度已用额度（元）"))
    opens_at = MomentField(label=gettext_lazy("周期开放时刻"))
    closes_at = MomentField(label=gettext_lazy("周期截止时刻"))
    remaining = AmountField(label=gettext_lazy("周期剩余额度（元）"))
    _claim = (
        gettext_lazy("申领"),
        ("at", "amount", "used_this_year", "opens_at", "closes_at", "remaining", "barred_until"),
    )

    def cases(self) -> list[Case]:
        said = {name: _case_value(value) for name, value in self.cleaned_data.items()}
        window = {name: said[name] for name in ("opens_at", "closes_at", "remaining")}
        asked = {name: said[name] for name in ("at", "amount", "used_this_year")}
        return [{"op": "claim", "applicant": self.applicant(), **self.bar(), **asked, "round": window}]


class EnterpriseClaimForm(EnterprisePart, ClaimForm):
    """The claim of an enterprise."""

    groups = (ClaimForm._claim, *_ENTERPRISE)


class TeamClaimForm(TeamPart, ClaimForm):
    """The claim of a team."""

    groups = (ClaimForm._claim, *_TEAM)


class CouponsPart(Question):
    """Some coupons and their contract. Empty rows are ignored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(COUPONS):
            numbered = {"place": place + 1}
            self.fields[f"coupon_{place}"] = AmountField(
                label=_("第 %(place)s 张券金额（元）") % numbered, required=not place
            )

    def amounts(self) -> Iterator[tuple[int, str]]:
        """Return the position and amount of each coupon that was filled in."""
        for place in range(COUPONS):
            if (amount := self.cleaned_data[f"coupon_{place}"]) is not None:
                yield place, _case_value(amount)


class RegistrationForm(CouponsPart):
    """The registration of coupons on a contract on a day."""

    on = day_field(label=gettext_lazy("登记日"))
    contract_amount = AmountField(label=gettext_lazy("合同金额（元）"))
    contract_start = day_field(label=gettext_lazy("合同开始日"))
    contract_end = day_field(label=gettext_lazy("合同结束日"))
    category = forms.ChoiceField(label=gettext_lazy("服务类别"), choices=choices("service_category"))
    unit_status = forms.ChoiceField(
        label=gettext_lazy("开放单位状态"),
        choices=[(state, word) for state, (word, _tone) in STATES["open_unit"].items()],
        initial=OpenUnitState.ADMITTED,
    )
    statutory_testing = forms.BooleanField(label=gettext_lazy("属于强制检测或法定检测"), required=False)
    municipal_funding = forms.BooleanField(label=gettext_lazy("项目已获得市级财政科技资金"), required=False)
    groups = (
        (gettext_lazy("合同登记"), ("on", "contract_", "category", "unit_status", "statutory", "municipal")),
        (
            gettext_lazy("创新券（本单位已领取、未登记的）"),
            tuple(f"{part}_{place}" for place in range(COUPONS) for part in ("coupon", "claimed_on")),
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(COUPONS):
            self.fields[f"claimed_on_{place}"] = day_field(
                label=_("第 %(place)s 张券领取日") % {"place": place + 1}, required=not place
            )

    def clean(self) -> dict[str, object]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for place in range(1, COUPONS):
            if (values.get(f"coupon_{place}") is None) != (values.get(f"claimed_on_{place}") is None):
                self.add_error(f"claimed_on_{place}", _("金额和领取日须一并填写。"))
        return values

    def cases(self) -> list[Case]:
        data = self.cleaned_data
        contract = {part: _case_value(data[f"contract_{part}"]) for part in ("amount", "start", "end")}
        terms = {name: data[name] for name in ("category", "statutory_testing", "municipal_funding")}
        coupons = [
            {
                "amount": amount,
                "claimed_on": _case_value(data[f"claimed_on_{place}"]),
                "state": CouponState.CLAIMED,
                "same_applicant": True,
            }
            for place, amount in self.amounts()
        ]
        case = {"op": "registration", "on": _case_value(data["on"]), "coupons": coupons, "contract": contract | terms}
        return [{**case, "open_unit": {"status": data["unit_status"]}}]


class RedemptionForm(CouponsPart):
    """The redemption of the coupons of a contract on a day."""

    on = day_field(label=gettext_lazy("申请兑现日"))
    actual_amount = AmountField(label=gettext_lazy("实际发生金额（元）"))
    contract_start = day_field(label=gettext_lazy("合同开始日"))
    contract_end = day_field(label=gettext_lazy("合同结束日"))
    groups = ((gettext_lazy("申请兑现"), ("on", "actual_amount", "contract_")), (gettext_lazy("创新券"), ("coupon_",)))

    def cases(self) -> list[Case]:
        data = self.cleaned_data
        contract = {part: _case_value(data[f"contract_{part}"]) for part in ("start", "end")}
        coupons = [amount for _place, amount in self.amounts()]
        asked = {"on": _case_value(data["on"]), "coupons": coupons, "actual_amount": _case_value(data["actual_amount"])}
        return [{"op": "redemption", **asked, "contract": contract}]


QUESTIONS: dict[tuple[str, str], tuple[Any, type[Question]]] = {
    ("deadline", ""): (gettext_lazy("期限推算"), DeadlineForm),
    ("eligibility", "enterprise"): (gettext_lazy("申领资格（企业）"), EnterpriseEligibilityForm),
    ("eligibility", "team"): (gettext_lazy("申领资格（创业团队）"), TeamEligibilityForm),
    ("claim", "enterprise"): (gettext_lazy("可领额度（企业）"), EnterpriseClaimForm),
    ("claim", "team"): (gettext_lazy("可领额度（创业团队）"), TeamClaimForm),
    ("registration", ""): (gettext_lazy("合同登记"), RegistrationForm),
    ("redemption", ""): (gettext_lazy("申请兑现"), RedemptionForm),
    ("payment", ""): (gettext_lazy("拨付时间"), PaymentForm),
    ("subsidy", ""): (gettext_lazy("考核补助"), SubsidyForm),
}
"""Every question by operation and kind of applicant, with its name and form."""


def _case_value(value: Any) -> Any:
    """Return a form's value as a case holds it: days and moments in ISO, amounts as text, others unchanged."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return f"{value:f}" if hasattr(value, "quantize") else value
