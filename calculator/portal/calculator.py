"""The page of the policy calculator (政策计算器): one question and its answer."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from calculator.portal.forms import QUESTIONS, Question
from calculator.selectors.answers import explain_case
from calculator.selectors.calculator import get_calculator_calendar, get_calculator_policy
from core.templatetags.formatting import day, moment, money, weekday
from core.values.deadlines import BEIJING, beijing_day
from core.web.fields import Label
from core.web.pages import Context, PublicPage
from vouchers.selectors.policies import get_guiding_policy
from vouchers.selectors.rounds import list_announced_rounds

SHIPPED = "beijing-2023"
CHOICE = frozenset({"op", "kind"})
"""The parameters that choose a question; any other parameter submits it."""


def _day_line(text: str) -> str:
    found = date.fromisoformat(text)
    return f"{day(found)} {weekday(found)}"


def _moment_line(text: str) -> str:
    return moment(datetime.fromisoformat(text))


def _money_line(text: str) -> str:
    return money(Decimal(text))


LINES: Mapping[str, tuple[Any, Any]] = {
    "limit": (_("年度额度"), _money_line),
    "max_amount": (_("当时最多可申领"), _money_line),
    "payable": (_("可兑现金额"), _money_line),
    "given_back": (_("退回额度"), _money_line),
    "cap": (_("补助上限"), _money_line),
    "deadline": (_("最后一天"), _day_line),
    "raw": (_("未顺延前"), _day_line),
    "late_from": (_("逾期时刻"), _moment_line),
    "valid_until": (_("有效期至"), _day_line),
    "redeem_by": (_("兑现期限"), _day_line),
    "not_before": (_("最早拨付日"), _day_line),
    "fiscal_year": (_("所属财政年度"), str),
}
"""The sentence and format of each part of an answer, in order."""


class Calculator(PublicPage):
    """The answer of the rules to a question, by the policy and the calendar in force. Writes nothing."""

    template = "calculator/page.html"

    def get(self, request: HttpRequest, **ids: int) -> HttpResponseBase:
        chosen = (request.GET.get("op", ""), request.GET.get("kind", ""))
        if chosen not in QUESTIONS:
            chosen = next(iter(QUESTIONS))
        title, form_class = QUESTIONS[chosen]
        asked = bool(request.GET.keys() - CHOICE)
        form = form_class(request.GET) if asked else form_class(initial=self._initial(kind=chosen[1]))
        answer = self._answer(form) if asked and form.is_valid() else {}
        return self.page(form=form, title=title, chosen=chosen, answer=answer, lines=list(_lines(answer)))

    def context(self) -> Context:
        return {"questions": [(op, kind, title) for (op, kind), (title, _form) in QUESTIONS.items()]}

    def _answer(self, question: Question) -> Context:
        policy = get_guiding_policy(at=self.at) or get_calculator_policy(SHIPPED)
        calendar = get_calculator_calendar()
        answer: Context = {}
        for case in question.cases():
            answer |= explain_case(case=case, policy=policy, calendar=calendar)
        return answer

    def _initial(self, *, kind: str) -> Context:
        today = beijing_day(self.at)
        values = dict.fromkeys(("on", "start", "approved_on"), today)
        rounds = list_announced_rounds(at=self.at)[:1]
        window = {"opens_at": rounds[0].opens_at, "closes_at": rounds[0].closes_at} if rounds else {}
        declared = {"legal_person": kind == "enterprise", "sound_finance": True}
        return {**values, **declared, **window, "at": self.at.astimezone(BEIJING), "used_this_year": "0.00"}


def _lines(answer: Mapping[str, object]) -> Iterator[tuple[Label, str]]:
    for name, (label, say) in LINES.items():
        if answer.get(name) is not None:
            yield label, say(answer[name])
