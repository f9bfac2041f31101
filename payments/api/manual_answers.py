"""Answers of the bank entered by hand, over the API: by one person of finance, confirmed or refused by another."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Model, QuerySet
from rest_framework.parsers import MultiPartParser

from core.api.throttles import plain
from core.api.views import ApiData, Command, DetailView, ListView, visible_or_404
from core.files.charged_checks import charged_check
from core.files.uploads import accept
from payments.api import manual_answer_serializers as serializers
from payments.api.filters import ManualAnswerFilter
from payments.api.serializers import PaymentReasonInput
from payments.rules.bank_answers import AnswerOutcome
from payments.selectors.bank_answers import visible_lines
from payments.selectors.manual_answers import visible_manual_answers
from payments.selectors.payments import visible_payments
from payments.services.manual_answers import FILE_KIND, confirm_answer, enter_answer, propose_match, refuse_answer


class ManualAnswers(ListView):
    """The answers entered by hand (staff)."""

    operation = "manual_answer.read"
    serializer_class = serializers.ManualAnswerOutput
    filterset_class = ManualAnswerFilter

    def visible(self) -> QuerySet[Model]:
        return visible_manual_answers(self.actor)


class ManualAnswerDetail(DetailView):
    """An answer entered by hand, with the bank's paper."""

    operation = "manual_answer.read"
    serializer_class = serializers.ManualAnswerDetailOutput

    def visible(self) -> QuerySet[Model]:
        return visible_manual_answers(self.actor)


class EnterAnswer(Command):
    """Enter what the bank did with a payment, with its paper (multipart). Nothing changes until another person confirms it."""

    operation = "manual_answer.enter"
    parser_classes = [MultiPartParser]
    throttle_scope = "upload"
    serializer_class = serializers.ManualAnswerInput
    output_class = serializers.ManualAnswerOutput
    success_status = 201

    def prepare(self, data: ApiData) -> ApiData:
        with charged_check(plain(self.request)):
            file = accept(kind=FILE_KIND, file=data["file"])
        return {**data, "outcome": AnswerOutcome(data["outcome"]), "file": file}

    def fingerprint(self, data: ApiData) -> Mapping[str, object]:
        return {**data, "said_on": data["said_on"].isoformat(), "file": data["file"].sha256}

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        payment = visible_or_404(visible_payments(self.actor), ids["pk"])
        return enter_answer(payment_id=payment.pk, actor_id=self.actor.user_id, at=at, **data)


class ProposeMatch(Command):
    """Propose that a line which fits nothing is about an attempt of its amount."""

    operation = "manual_answer.match"
    serializer_class = serializers.MatchInput
    output_class = serializers.ManualAnswerOutput
    success_status = 201

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        line = visible_or_404(visible_lines(self.actor), ids["pk"])
        return propose_match(line_id=line.pk, number=data["number"], actor_id=self.actor.user_id, at=at)


class ConfirmAnswer(Command):
    """Confirm an answer, as a second person of finance."""

    operation = "manual_answer.confirm"
    serializer_class = serializers.ManualAnswerVersion
    output_class = serializers.ManualAnswerOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return confirm_answer(answer_id=ids["pk"], version=data["version"], actor_id=self.actor.user_id, at=at)


class RefuseAnswer(Command):
    """Refuse an answer, as a second person of finance."""

    operation = "manual_answer.refuse"
    serializer_class = PaymentReasonInput
    output_class = serializers.ManualAnswerOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return refuse_answer(answer_id=ids["pk"], reason=data["reason"], actor_id=self.actor.user_id, at=at)
