"""Files of evidence of a redemption over the API."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from rest_framework.parsers import MultiPartParser

from core.api.serializers import AttachmentOut, Nothing
from core.api.views import ApiData
from core.files.attachment_selectors import AttachmentRow
from redemptions.api import serializers
from redemptions.api.redemptions import OfUnit
from redemptions.services.evidence import add_evidence, remove_evidence


class AddEvidence(OfUnit):
    """Upload a file, as multipart/form-data."""

    serializer_class = serializers.EvidenceIn
    output_class = AttachmentOut
    parser_classes = [MultiPartParser]
    throttle_scope = "upload"
    success_status = 201

    def fingerprint(self, data: ApiData) -> Mapping[str, object]:
        file = data["file"]
        digest = sha256()
        for chunk in file.chunks():
            digest.update(chunk)
        return {"kind": data["kind"], "name": file.name, "sha256": digest.hexdigest()}

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> AttachmentRow:
        return add_evidence(**self.of_unit(ids, at), kind=data["kind"], file=data["file"])


class RemoveEvidence(OfUnit):
    """Remove a file that was not part of a submission."""

    serializer_class = Nothing
    output_class = AttachmentOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> AttachmentRow:
        return remove_evidence(**self.of_unit(ids, at), attachment_id=ids["attachment"])
