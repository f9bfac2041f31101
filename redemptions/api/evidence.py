"""Files of evidence of a redemption over the API."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Model, QuerySet
from rest_framework.parsers import MultiPartParser

from core.api.serializers import AttachmentOut, Nothing
from core.api.throttles import plain
from core.api.views import ApiData, ListView
from core.files.attachment_selectors import AttachmentRow
from core.files.charged_checks import charged_check
from core.files.uploads import accept
from redemptions.api import serializers
from redemptions.api.redemptions import OfUnit
from redemptions.selectors.damaged_files import damaged_files
from redemptions.services.evidence import add_evidence, remove_evidence


class AddEvidence(OfUnit):
    """Upload a file, as multipart/form-data."""

    serializer_class = serializers.EvidenceIn
    output_class = AttachmentOut
    parser_classes = [MultiPartParser]
    throttle_scope = "upload"
    success_status = 201

    def prepare(self, data: ApiData) -> ApiData:
        with charged_check(plain(self.request)):
            return {**data, "file": accept(kind=data["kind"], file=data["file"])}

    def fingerprint(self, data: ApiData) -> Mapping[str, object]:
        return {"kind": data["kind"], "name": data["file"].name, "sha256": data["file"].sha256}

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> AttachmentRow:
        return add_evidence(**self.of_unit(ids, at), kind=data["kind"], file=data["file"])


class RemoveEvidence(OfUnit):
    """Remove a file that was not part of a submission."""

    serializer_class = Nothing
    output_class = AttachmentOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> AttachmentRow:
        return remove_evidence(**self.of_unit(ids, at), attachment_id=ids["attachment"])


class DamagedEvidence(ListView):
    """Files of evidence that a check found altered or lost."""

    operation = "evidence.audit"
    serializer_class = serializers.DamagedFileOut

    def visible(self) -> QuerySet[Model]:
        return damaged_files()
