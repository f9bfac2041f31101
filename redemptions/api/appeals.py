"""Appeals over the API: filed or waived by a side, with files; examined and decided by the authority."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet
from rest_framework.parsers import MultiPartParser

from core.api.serializers import AttachmentOut, Nothing
from core.api.throttles import plain
from core.api.views import ApiData, Command, DetailView, ListView
from core.files.attachment_selectors import AttachmentRow
from core.files.charged_checks import charged_check
from core.files.uploads import accept
from redemptions.api import appeal_serializers as serializers
from redemptions.api.filters import AppealFilter
from redemptions.selectors.appeals import AppealRow, visible_appeals
from redemptions.services import appeal_decisions
from redemptions.services.appeals import FILE_KIND, add_appeal_file, file_appeal, waive_appeal


class Appeals(ListView):
    """The appeals the reader may see: a party's own, all for staff."""

    operation = "appeal.read"
    serializer_class = serializers.AppealOut
    filterset_class = AppealFilter

    def visible(self) -> QuerySet[AppealRow]:
        return visible_appeals(self.actor)


class AppealDetail(DetailView):
    """One appeal with its files."""

    operation = "appeal.read"
    serializer_class = serializers.AppealDetailOut

    def visible(self) -> QuerySet[AppealRow]:
        return visible_appeals(self.actor)


class FileAppeal(Command):
    """Appeal against the reduction or rejection of a redemption, as one of its two sides."""

    operation = "appeal.file"
    serializer_class = serializers.AppealIn
    output_class = serializers.AppealOut
    success_status = 201

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> AppealRow:
        return file_appeal(
            redemption_id=ids["pk"], party_id=self.actor.party, actor_id=self.actor.user_id, at=at, **data
        )


class WaiveAppeal(Command):
    """Waive the appeal of one of the two sides."""

    operation = "appeal.file"
    serializer_class = Nothing
    output_class = serializers.AppealOut
    success_status = 201

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> AppealRow:
        return waive_appeal(redemption_id=ids["pk"], party_id=self.actor.party, actor_id=self.actor.user_id, at=at)


class AddAppealFile(Command):
    """Upload a file for the own appeal, as multipart/form-data."""

    operation = "appeal.file"
    serializer_class = serializers.AppealFileIn
    output_class = AttachmentOut
    parser_classes = [MultiPartParser]
    throttle_scope = "upload"
    success_status = 201

    def prepare(self, data: ApiData) -> ApiData:
        with charged_check(plain(self.request)):
            return {"file": accept(kind=FILE_KIND, file=data["file"])}

    def fingerprint(self, data: ApiData) -> Mapping[str, object]:
        return {"name": data["file"].name, "sha256": data["file"].sha256}

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> AttachmentRow:
        return add_appeal_file(
            appeal_id=ids["pk"], party_id=self.actor.party, file=data["file"], actor_id=self.actor.user_id, at=at
        )


class ExamineAppeals(Command):
    """Submit the findings on all appeals against the decision."""

    operation = "appeal.examine"
    serializer_class = serializers.FindingsIn
    output_class = serializers.AppealOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> AppealRow:
        return appeal_decisions.examine_appeals(appeal_id=ids["pk"], actor_id=self.actor.user_id, at=at, **data)


class DecideAppeals(Command):
    """Dismiss all appeals against the decision, or raise its amount."""

    operation = "appeal.decide"
    serializer_class = serializers.DecideAppealIn
    output_class = serializers.AppealOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> AppealRow:
        return appeal_decisions.decide_appeals(appeal_id=ids["pk"], actor_id=self.actor.user_id, at=at, **data)
