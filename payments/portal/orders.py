"""Pages of payment orders: prepared by finance, approved by another person, sent to the bank."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import TypedDict

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.portal.delegations import InAnothersName
from accounts.portal.set_aside import set_aside_sentences
from accounts.selectors.delegations import map_principals
from accounts.selectors.members import map_member_names
from core.files.downloads import as_download
from core.files.table_export import Column
from core.idempotency.commands import Outcome
from core.messages.catalogue import advice, sentence
from core.templatetags.formatting import money
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from core.web import history as portal_history
from core.web.confirm_pages import ConfirmPage, StepPage
from core.web.pages import Choices, Context, FormData, ListPage, Page
from core.web.state_words import STATES
from core.web.words import WORDS
from oversight.portal.stages import barred_stage_steps, next_stage_value, people_by_stage, stage_lines, waiting_sentence
from oversight.rules.stages import FURTHER_STAGES, Stage
from oversight.selectors.stages import StageLine, has_acted, list_stage_lines
from payments.portal.forms import BuildForm, ExportForm, OrderSearchForm, PrepareForm, ReasonForm, StageForm
from payments.rules.bank_files import formats_for
from payments.rules.next_steps import order_steps
from payments.rules.payee_accounts import AccountKind
from payments.rules.reconciliation import Sum
from payments.rules.states import ANSWERABLE_ORDERS, OrderState
from payments.selectors.bank_answers import list_answers
from payments.selectors.bank_files import find_bank_file, get_order_kind
from payments.selectors.order_runs import find_run, sum_orderable
from payments.selectors.payee_accounts import count_without_account
from payments.selectors.payments import OrderRow, get_visible_order, list_order_payments, list_orderable, search_orders
from payments.selectors.reconciliation import figures_of_order, list_attempts_of
from payments.services.bank_files import open_bank_file
from payments.services.building import build_order
from payments.services.orders import approve_order, cancel_order, prepare_order, sign_order
from payments.services.sending import export_order

MOST = 200


class Orders(ListPage):
    """Every order."""

    operation = "payment_order.read"
    template = "payments/order_list.html"
    form_class = OrderSearchForm
    sorts = ("-id", "total", "prepared_at")
    export_name = "payment-orders"

    def context(self) -> Context:
        can = self.may("payment_order.prepare")
        return {"can_prepare": can, "create_link": reverse("order_prepare") if can else ""}

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_orders(self.actor, state=wanted.get("state", ""))

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("拨款单"), value=lambda row: row.number),
            Column(label=_("财政年度"), value=lambda row: row.fiscal_year),
            Column(label=_("笔数"), value=lambda row: row.count),
            Column(label=_("合计（元）"), value=lambda row: row.total),
            Column(label=_("状态"), value=lambda row: str(STATES["payment_order"][row.state][0])),
            Column(label=_("编制人"), value=lambda row: row.prepared_by.name),
            Column(label=_("编制时间"), value=lambda row: row.prepared_at),
            Column(label=_("审批人"), value=lambda row: row.approved_by.name if row.approved_by else None),
            Column(label=_("审批时间"), value=lambda row: row.approved_at),
        )


class OrderPage(Page):
    """One order with its payments and the next steps."""

    operation = "payment_order.read"
    template = "payments/order.html"

    def context(self) -> Context:
        order = get_visible_order(self.actor, self.kwargs["pk"])
        stages = list_stage_lines(subject_kind="payment_order", subject_id=order.pk, amount=order.total)
        return {
            "order": order,
            "run": find_run(order.pk),
            "payments": list_order_payments(order.pk, limit=MOST),
            "can": self._steps(order, stages),
            "stages": stage_lines(stages) if any(line.stage in FURTHER_STAGES for line in stages) else [],
            "approver": people_by_stage(stages).get(Stage.APPROVE, ""),
            "waits_for": waiting_sentence(stages) if order.state == OrderState.PREPARED else "",
            "can_answer": self.may("manual_answer.enter") and order.state in ANSWERABLE_ORDERS,
            "answers": list_answers(order.pk) if self.may("bank_answer.read") else [],
            "file": find_bank_file(order.pk),
            "attempts": list_attempts_of(self.actor, order_id=order.pk, limit=MOST),
            "figures": figures_of_order(order) if self.may("reconciliation.read") else None,
            "can_download": self.may("payment_order.download"),
            "set_aside": set_aside_sentences(subject_kind="payment_order", subject_id=order.pk),
            "events": portal_history.history(
                subject_kind="payment_order",
                subject_id=order.pk,
                names=map_member_names(self.actor.party),
                internal=True,
            ),
        }

    def _steps(self, order: OrderRow, stages: Sequence[StageLine]) -> set[str]:
        """Return the steps that the reader may take; nobody decides two stages, nor one of an own order."""
        can = self.allowed(order_steps(order.state)) - barred_stage_steps(
            stages, actor=self.actor, in_name=self._in_name("payment_order.sign")
        )
        acted = has_acted(subject_kind="payment_order", subject_id=order.pk, user_id=self.actor.user_id)
        return can - {"sign", "approve"} if acted else can

    def _in_name(self, operation: str) -> bool:
        """Whether the reader may do the operation in another's name."""
        return bool(map_principals(user_id=self.actor.user_id, operation=operation, at=self.at))


class PrepareOrder(StepPage):
    """Put payments on a new order."""

    machine = "payment"
    operation = "payment_order.prepare"
    template = "payments/order_prepare.html"
    form_class = PrepareForm
    done = gettext_lazy("拨款单已编制，等待审批。")

    def context(self) -> Context:
        today = beijing_day(self.at)
        sums = [sum_orderable(kind, on=today) for kind in AccountKind]
        return {
            "rows": list_orderable(on=today, limit=MOST),
            "without_account": count_without_account(on=today),
            "count": sum(each.count for each in sums),
        }

    def execute(self, data: FormData, **ids: int) -> Model:
        return prepare_order(payment_ids=data["payments"], actor_id=self.actor.user_id, at=self.at)

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("order", args=[outcome.body["id"]])


class BuildOrder(ConfirmPage):
    """Put everything that is due on a new order, in chunks."""

    machine = "payment_order"
    operation = "payment_order.prepare"
    form_class = BuildForm
    tone = "primary"
    icon = "report-money"
    title = gettext_lazy("批量编制拨款单")
    confirm_label = gettext_lazy("开始编制")
    done = gettext_lazy("拨款单已开始编制，编齐后等待审批。")

    def consequences(self) -> Sequence[str]:
        return (
            *(
                _("%(kind)s：%(n)d 笔，合计 %(total)s；")
                % {"kind": WORDS["account_kind"][kind], "n": sum_.count, "total": money(sum_.amount)}
                for kind, sum_ in self._sums.items()
            ),
            _("分批列入，期间可以离开此页；新到期的款项不再列入；"),
            _("账户、暂停拨付、拨付时段逐笔再核对一次，不符的和您有利害关系的留待以后或他人办理。"),
        )

    def obstacle(self) -> str:
        return "" if self._sums else _("目前没有可以列入的款项：到可拨付日、账户核对后，可以在这里编制。")

    def back_url(self) -> str:
        return reverse("order_prepare")

    def initial_values(self) -> Context:
        return {"kind": next(iter(self._sums), AccountKind.BANK)}

    def field_choices(self) -> Mapping[str, Choices]:
        return {"kind": [(kind, str(WORDS["account_kind"][kind])) for kind in self._sums or AccountKind]}

    def execute(self, data: FormData, **ids: int) -> Model:
        return build_order(kind=AccountKind(data["kind"]), actor_id=self.actor.user_id, at=self.at)

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("order", args=[outcome.body["id"]])

    @cached_property
    def _sums(self) -> dict[AccountKind, Sum]:
        """The kinds of accounts to which something is due, with their sums."""
        sums = {kind: sum_orderable(kind, on=beijing_day(self.at)) for kind in AccountKind}
        return {kind: sum_ for kind, sum_ in sums.items() if sum_.count}


class Act(TypedDict):
    """Arguments of every service called here: the order, the actor, the moment."""

    order_id: int
    actor_id: int
    at: datetime


class _Step(ConfirmPage):
    machine = "payment_order"
    tone = "primary"
    icon = "report-money"

    @cached_property
    def order(self) -> OrderRow:
        """The order."""
        return get_visible_order(self.actor, self.kwargs["pk"])

    def back_url(self) -> str:
        return reverse("order", args=[self.kwargs["pk"]])

    def who(self) -> Act:
        """The arguments of the service."""
        return {"order_id": self.order.pk, "actor_id": self.actor.user_id, "at": self.at}

    def _words(self) -> dict[str, object]:
        order = self.order
        return {"number": order.number, "n": order.count, "total": money(order.total), "year": order.fiscal_year}


class ApproveOrder(InAnothersName, _Step):
    """Approve an order, by a second person."""

    operation = "payment_order.approve"
    title = gettext_lazy("审批拨款单")
    confirm_label = gettext_lazy("批准")
    done = gettext_lazy("拨款单已批准，可以送银行。")

    def consequences(self) -> Sequence[str]:
        return (
            _("拨款单 %(number)s 共 %(n)d 笔，合计 %(total)s，列入 %(year)d 财政年度；") % self._words(),
            _("批准后由财务人员送银行；编制人不能审批。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return approve_order(principal_id=data.get("principal"), **self.who())


class SignOrder(InAnothersName, _Step):
    """Decide the next further stage of an order."""

    operation = "payment_order.sign"
    form_class = StageForm
    icon = "gavel"
    title = gettext_lazy("会签拨款单")
    confirm_label = gettext_lazy("同意")
    done = gettext_lazy("已办理，转下一环节。")

    def initial_values(self) -> Context:
        order = self.order
        stages = list_stage_lines(subject_kind="payment_order", subject_id=order.pk, amount=order.total)
        return {"stage": next_stage_value(stages)}

    def consequences(self) -> Sequence[str]:
        return (
            _("拨款单 %(number)s 共 %(n)d 笔，合计 %(total)s，金额达到政策规定的会签标准；") % self._words(),
            _("您同意后，由另一人办理下一环节；同一人在一张拨款单只能办理一个环节。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return sign_order(stage=Stage(data["stage"]), principal_id=data.get("principal"), **self.who())


class ExportOrder(_Step):
    """Send an approved order to the bank, with its file."""

    operation = "payment_order.export"
    form_class = ExportForm
    icon = "building-bank"
    title = gettext_lazy("送银行")
    confirm_label = gettext_lazy("确认送出")
    done = gettext_lazy("拨款单已确认送出；文件生成后可以下载，银行办理后请导入回盘文件。")

    def consequences(self) -> Sequence[str]:
        return (
            _("拨款单 %(number)s 共 %(n)d 笔，合计 %(total)s，送银行办理，不能撤销；") % self._words(),
            _("拨付时段和财政年度再核对一次，不符的不能送出；"),
            _("按所选格式生成拨款文件，每笔一个流水号；文件只生成一次，以后下载的都是同一份。"),
        )

    def initial_values(self) -> Context:
        return {"format": self._formats()[0]}

    def field_choices(self) -> Mapping[str, Choices]:
        return {"format": [(code, str(WORDS["bank_format"][code])) for code in self._formats()]}

    def execute(self, data: FormData, **ids: int) -> Model:
        return export_order(format_code=data["format"], **self.who())

    def _formats(self) -> list[str]:
        return [each.code for each in formats_for(get_order_kind(self.order.pk))]


class OrderFile(Page):
    """The download of an order's file, the same bytes each time; before it is sent, the order's page."""

    operation = "payment_order.download"
    template = "errors/file.html"

    def get(self, request: HttpRequest, **ids: int) -> HttpResponseBase:
        try:
            file = open_bank_file(order_id=self.kwargs["pk"], actor_id=self.actor.user_id, at=self.at)
        except DomainError as error:
            if error.kind != "refused":
                raise
            if error.code == "illegal_state":  # it is not sent yet; its page says what comes next
                return redirect("order", self.kwargs["pk"])
            text, hint = sentence(error.code, error.params), advice(error.code, error.params)
            return self.page(HTTPStatus.CONFLICT, text=text, advice=hint)
        return as_download(name=file.name, content=file.content)


class CancelOrder(_Step):
    """Cancel an order before it is sent."""

    operation = "payment_order.cancel"
    form_class = ReasonForm
    tone = "danger"
    icon = "ban"
    title = gettext_lazy("撤销拨款单")
    confirm_label = gettext_lazy("确认撤销")
    done = gettext_lazy("拨款单已作废，其中的款项回到待拨付。")

    def consequences(self) -> Sequence[str]:
        return (
            _("拨款单 %(number)s 作废，不能恢复；其中 %(n)d 笔款项回到待拨付；") % self._words(),
            _("可以重新编制拨款单。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return cancel_order(reason=data["reason"], **self.who())
