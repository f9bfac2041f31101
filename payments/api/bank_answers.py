"""The bank's answers to orders over the API."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.throttles import plain
from core.api.views import Acting, ApiData, Collection, ListView, visible_or_404
from core.files.charged_checks import charged_check
from core.files.downloads import as_download
from core.files.table_import import MAX_BYTES, MEGABYTE
from core.values.errors import DomainError
from core.web.words import WORDS
from payments.api import bank_answer_serializers as serializers
from payments.api.filters import AnswerLineFilter
from payments.selectors.bank_answers import visible_answers, visible_lines
from payments.selectors.payments import visible_orders
from payments.services.bank_answers import AnswerFile, import_answer, open_answer, open_answer_file, preview_answer


class BankAnswers(Collection):
    """List the bank's answers to an order (staff), or import one (multipart, finance)."""

    operation = "bank_answer.read"
    adding = "bank_answer.import"
    parser_classes = [MultiPartParser]
    throttle_scope = "upload"
    serializer_class = serializers.BankAnswerOutput
    input_class = serializers.AnswerInput
    output_class = serializers.BankAnswerOutput
    success_status = 201

    def visible(self) -> QuerySet[Model]:
        return visible_answers(self.actor).filter(order=self.kwargs["pk"])

    def prepare(self, data: ApiData) -> ApiData:
        return {"answer": _open(self.request, data)}

    def fingerprint(self, data: ApiData) -> Mapping[str, object]:
        file: AnswerFile = data["answer"]
        return {"format": file.format.code, "sha256": file.sha256}

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        order = visible_or_404(visible_orders(self.actor), ids["pk"])
        made = import_answer(file=data["answer"], order_id=order.pk, actor_id=self.actor.user_id, at=at)
        return visible_answers(self.actor).get(pk=made.pk)


class AnswerPreview(Acting, GenericAPIView[Any]):
    """A dry run of the bank's answer to an order."""

    operation = "bank_answer.import"
    parser_classes = [MultiPartParser]
    throttle_scope = "upload"
    serializer_class = serializers.AnswerInput

    @extend_schema(operation_id="payment_orders_answers_preview", responses={200: serializers.AnswerPreviewOutput})
    def post(self, request: Request, **ids: int) -> Response:
        """Return each line of the file with what the import would make of it. Nothing is written."""
        order = visible_or_404(visible_orders(self.actor), ids["pk"])
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        file = _open(request, serializer.validated_data)
        lines = preview_answer(file=file, order_id=order.pk, actor_id=self.actor.user_id, at=self.at)
        shown = [{**asdict(line), "detail": str(WORDS["line_verdict_sentence"][line.verdict])} for line in lines]
        return Response(serializers.AnswerPreviewOutput({"lines": shown}).data)


class AnswerLines(ListView):
    """The lines of the bank's answers (staff): of one answer, or with one verdict."""

    operation = "bank_answer.read"
    serializer_class = serializers.StoredLineOutput
    filterset_class = AnswerLineFilter

    def visible(self) -> QuerySet[Model]:
        return visible_lines(self.actor)


class AnswerFileDownload(Acting, APIView):
    """An imported answer, as a download: the bytes that were uploaded."""

    operation = "bank_answer.download"

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, **ids: int) -> FileResponse:
        file = open_answer_file(answer_id=ids["pk"], actor_id=self.actor.user_id, at=self.at)
        return as_download(name=file.name, content=file.content)


def _open(request: Request, data: ApiData) -> AnswerFile:
    file = data["file"]
    if file.size > MAX_BYTES:
        raise DomainError("file_too_large", field="file", limit=MAX_BYTES // MEGABYTE)
    file.seek(0)
    with charged_check(plain(request)):
        return open_answer(format_code=data["format"], name=file.name, data=file.read())
