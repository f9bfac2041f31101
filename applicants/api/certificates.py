"""Certificates, entered one by one or imported from official lists."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import get_language_from_request
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from applicants.api import serializers
from applicants.api.filters import CertificateFilter, ListImportFilter
from applicants.rules.lists import RowError
from applicants.selectors.certificates import visible_certificates, visible_imports
from applicants.services.certificates import bind_certificate, enter_certificate, revoke_certificate
from applicants.services.lists import MOST_ERRORS_TOLD, ListFile, import_list, open_list, preview_list
from core.api.throttles import plain
from core.api.views import Acting, ApiData, Collection, Command, DetailView
from core.files.charged_checks import charged_check
from core.files.table_import import MAX_BYTES, MEGABYTE
from core.messages.catalogue import sentence
from core.values.errors import DomainError
from core.web.words import readable


class Certificates(Collection):
    """List the certificates that the user may see, or enter one (case officers)."""

    operation = "certificate.read"
    adding = "certificate.manage"
    serializer_class = serializers.CertificateOutput
    filterset_class = CertificateFilter
    input_class = serializers.CertificateInput
    output_class = serializers.CertificateOutput
    success_status = 201

    def visible(self) -> QuerySet[Model]:
        return visible_certificates(self.actor)

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        values = dict(data)
        return enter_certificate(party_id=values.pop("party"), **values, actor=self.actor, at=at)


class CertificateDetail(DetailView):
    """One certificate."""

    operation = "certificate.read"
    serializer_class = serializers.CertificateOutput

    def visible(self) -> QuerySet[Model]:
        return visible_certificates(self.actor)


class BindCertificate(Command):
    """Bind a certificate without a party to its party."""

    operation = "certificate.manage"
    serializer_class = serializers.BindInput
    output_class = serializers.CertificateOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return bind_certificate(certificate_id=ids["pk"], party_id=data["party"], actor=self.actor, at=at)


class RevokeCertificate(Command):
    """Revoke a certificate from a given day."""

    operation = "certificate.manage"
    serializer_class = serializers.RevokeInput
    output_class = serializers.CertificateOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return revoke_certificate(certificate_id=ids["pk"], **data, actor=self.actor, at=at)


class ListImports(Collection):
    """List the imported official lists, or import one (multipart, case officers). One invalid row refuses the whole list."""

    operation = "certificate_list.read"
    adding = "certificate_list.import"
    parser_classes = [MultiPartParser]
    throttle_scope = "upload"
    serializer_class = serializers.ListImportOutput
    filterset_class = ListImportFilter
    input_class = serializers.ListImportInput
    output_class = serializers.ListImportOutput
    success_status = 201

    def visible(self) -> QuerySet[Model]:
        return visible_imports(self.actor)

    def prepare(self, data: ApiData) -> ApiData:
        return {"list": _open_list(self.request, data), "confirmation": data["confirmation"]}

    def fingerprint(self, data: ApiData) -> Mapping[str, object]:
        file: ListFile = data["list"]
        said = {"kind": file.kind, "published_on": file.published_on, "title": file.title, "sha256": file.sha256}
        return {**said, "confirmation": data["confirmation"]}

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return import_list(file=data["list"], confirmation=data["confirmation"], actor=self.actor, at=at)


class ListPreview(Acting, GenericAPIView[Any]):
    """A dry run of an official list."""

    operation = "certificate_list.import"
    parser_classes = [MultiPartParser]
    throttle_scope = "upload"
    serializer_class = serializers.ListInput

    @extend_schema(operation_id="certificate_imports_preview", responses={200: serializers.ListPreviewOutput})
    def post(self, request: Request) -> Response:
        """Return what the import would do, the errors of each row, and what an officer must confirm. Nothing is written."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        plan = preview_list(file=_open_list(request, serializer.validated_data))
        language = get_language_from_request(request)
        errors = [
            {**asdict(error), "detail": sentence(error.code, _words(error), language=language)}
            for error in plan.errors[:MOST_ERRORS_TOLD]
        ]
        questions = [
            {**asdict(question), "detail": sentence(question.code, question.params, language=language)}
            for question in plan.questions
        ]
        counts = {name: getattr(plan, name) for name in ("rows", "matched", "waiting", "known", "assumed", "computed")}
        found = {"title": plan.title, **counts, "errors": errors, "questions": questions}
        return Response(serializers.ListPreviewOutput({**found, "confirmation": plan.confirmation}).data)


def _words(error: RowError) -> dict[str, object]:
    return readable(error.code, {**error.params, "row": error.row, "column": error.column})


def _open_list(request: Request, data: ApiData) -> ListFile:
    file = data["file"]
    if file.size > MAX_BYTES:
        raise DomainError("file_too_large", field="file", limit=MAX_BYTES // MEGABYTE)
    file.seek(0)
    with charged_check(plain(request)):
        return open_list(
            kind=data["kind"],
            name=file.name,
            data=file.read(),
            published_on=data["published_on"],
            title=data["title"],
        )
