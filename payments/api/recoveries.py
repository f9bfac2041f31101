"""Recoveries and repayments over the API: every one for staff, those of its own money for a debtor."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from rest_framework.parsers import MultiPartParser

from core.api.serializers import Input, Nothing
from core.api.throttles import plain
from core.api.views import ApiData, Collection, Command, DetailView, visible_or_404
from core.files.charged_checks import charged_check
from core.files.uploads import accept
from payments.api import recovery_serializers as serializers
from payments.api.filters import RecoveryFilter
from payments.selectors.recoveries import visible_recoveries, visible_repayments
from payments.services import recoveries, repayments


class Recoveries(Collection):
    """Recoveries; POST proposes one of a paid payment."""

    operation = "recovery.read"
    adding = "recovery.propose"
    serializer_class = serializers.RecoveryOutput
    filterset_class = RecoveryFilter
    input_class = serializers.RecoveryInput
    output_class = serializers.RecoveryOutput
    success_status = 201

    def visible(self) -> QuerySet[Model]:
        return visible_recoveries(self.actor)

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        made = recoveries.propose_recovery(
            payment_id=data["payment"],
            amount=data["amount"],
            reason=data["reason"],
            actor_id=self.actor.user_id,
            at=at,
        )
        return visible_recoveries(self.actor).get(pk=made.pk)


class RecoveryDetail(DetailView):
    """A recovery with its instalments and repayments."""

    operation = "recovery.read"
    serializer_class = serializers.RecoveryOutput

    def visible(self) -> QuerySet[Model]:
        return visible_recoveries(self.actor)


class _Step(Command):
    serializer_class: type[Input] = Nothing
    output_class = serializers.RecoveryOutput
    step: ClassVar[Callable[..., Any]]

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        row = visible_or_404(visible_recoveries(self.actor), ids["pk"])
        type(self).step(recovery_id=row.pk, **data, actor_id=self.actor.user_id, at=at)
        return visible_recoveries(self.actor).get(pk=row.pk)


class HearRecovery(_Step):
    """Record the statement of the debtor on a proposed recovery."""

    operation = "recovery.hear"
    serializer_class = serializers.HearingInput
    step = staticmethod(recoveries.hear_recovery)


class AnswerRecovery(_Step):
    """Answer a proposed recovery, as the debtor."""

    operation = "recovery.answer"
    serializer_class = serializers.RecoveryAnswerInput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        row = visible_or_404(visible_recoveries(self.actor), ids["pk"])
        party_id, actor_id = self.actor.party, self.actor.user_id
        recoveries.answer_recovery(recovery_id=row.pk, party_id=party_id, **data, actor_id=actor_id, at=at)
        return visible_recoveries(self.actor).get(pk=row.pk)


class DropRecovery(_Step):
    """Drop a proposed recovery, with the reason, by a second person."""

    operation = "recovery.drop"
    serializer_class = serializers.RecoveryReasonInput
    step = staticmethod(recoveries.drop_recovery)


class DecideRecovery(_Step):
    """Decide a recovery and its monthly instalments, by a second person."""

    operation = "recovery.decide"
    serializer_class = serializers.ScheduleInput
    step = staticmethod(recoveries.decide_recovery)


class ProposeWriteOff(_Step):
    """Propose to write off what is not repaid, with the reason."""

    operation = "recovery.propose_write_off"
    serializer_class = serializers.RecoveryReasonInput
    step = staticmethod(repayments.propose_write_off)


class WriteOffRecovery(_Step):
    """Write off as proposed what is not repaid, by a second person."""

    operation = "recovery.write_off"
    step = staticmethod(repayments.write_off_recovery)


class RefuseWriteOff(_Step):
    """Refuse a proposed write-off, with the reason."""

    operation = "recovery.refuse_write_off"
    serializer_class = serializers.RecoveryReasonInput
    step = staticmethod(repayments.refuse_write_off)


class EnterRepayment(Command):
    """Enter a repayment with the bank's paper, as multipart/form-data."""

    operation = "recovery.enter_repayment"
    serializer_class = serializers.RepaymentInput
    output_class = serializers.RepaymentOutput
    parser_classes = [MultiPartParser]
    throttle_scope = "upload"
    success_status = 201

    def prepare(self, data: ApiData) -> ApiData:
        with charged_check(plain(self.request)):
            return {**data, "file": accept(kind=repayments.FILE_KIND, file=data["file"])}

    def fingerprint(self, data: ApiData) -> Mapping[str, object]:
        facts = {"amount": str(data["amount"]), "paid_on": str(data["paid_on"]), "reference": data["reference"]}
        return {**facts, "name": data["file"].name, "sha256": data["file"].sha256}

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        row = visible_or_404(visible_recoveries(self.actor), ids["pk"])
        return repayments.enter_repayment(recovery_id=row.pk, **data, actor_id=self.actor.user_id, at=at)


class _Settle(Command):
    serializer_class: type[Input] = Nothing
    output_class = serializers.RepaymentOutput
    step: ClassVar[Callable[..., Model]]

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        row = visible_or_404(visible_repayments(self.actor), ids["pk"])
        return type(self).step(repayment_id=row.pk, **data, actor_id=self.actor.user_id, at=at)


class ConfirmRepayment(_Settle):
    """Confirm a repayment against the bank's paper, by a second person."""

    operation = "repayment.confirm"
    step = staticmethod(repayments.confirm_repayment)


class RefuseRepayment(_Settle):
    """Refuse a repayment that the paper does not show, with the reason."""

    operation = "repayment.refuse"
    serializer_class = serializers.RepaymentReasonInput
    step = staticmethod(repayments.refuse_repayment)
