"""Pages for the acts of a side on a decision: appeal, waive the appeal, upload files."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypedDict

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files.charged_checks import charged_check
from core.files.uploads import KINDS, MEGABYTE, SIZE_LIMIT, accept
from core.idempotency.commands import Outcome
from core.templatetags.formatting import day, money
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from core.web.confirm_pages import ConfirmPage, StepPage
from core.web.pages import Context, FormData, Over, Page
from redemptions.portal.forms.appeals import AppealFileForm, AppealForm
from redemptions.selectors.appeals import AppealRow, get_appealable, get_visible_appeal
from redemptions.selectors.redemptions import RedemptionRow
from redemptions.services.appeals import FILE_KIND, add_appeal_file, file_appeal, waive_appeal


class OfSide(TypedDict):
    """Arguments that the services of a side take: the redemption, the party, the person and the moment."""

    redemption_id: int
    party_id: int
    actor_id: int
    at: datetime


class _OfSide(ConfirmPage, Page):
    """An act of one of the two sides on a decision."""

    machine = "redemption"
    operation = "appeal.file"

    @cached_property
    def redemption(self) -> RedemptionRow:
        """The redemption of the address, if the acting party is a side of it."""
        return get_appealable(self.actor, self.kwargs["pk"])

    def who(self) -> OfSide:
        """Return the redemption, the party, the person and the moment as arguments of a service."""
        return {
            "redemption_id": self.redemption.pk,
            "party_id": self.actor.party,
            "actor_id": self.actor.user_id,
            "at": self.at,
        }

    def back_url(self) -> str:
        return reverse("redemption", args=[self.kwargs["pk"]])

    def over(self) -> Over | None:
        last = self.redemption.appeal_by
        if last is None or beijing_day(self.at) <= last:
            return None
        ways = (
            (_("查看决定和拨付进度"), self.back_url()),
            (_("没有一方申诉的，决定已经生效；另一方申诉的，一并作出的决定同样告知本单位。"), ""),
            (_("发现弄虚作假等问题的，可以随时向主管部门书面投诉、举报（第十六条至第十八条）。"), ""),
        )
        return Over(title=str(self.title), last_day=last, back_url=self.back_url(), ways=ways)


class FileAppeal(_OfSide):
    """Appeal against a reduction or rejection."""

    form_class = AppealForm
    title = gettext_lazy("提出申诉")
    confirm_label = gettext_lazy("提出申诉")
    tone = "primary"
    icon = "message-2"
    done = gettext_lazy("申诉已提出。可以继续上传材料。")

    def consequences(self) -> Sequence[str]:
        redemption = self.redemption
        shown = redemption.decided_amount if redemption.notified_on else None
        return (
            _("对兑现申请 %(number)s 的决定（%(amount)s）提出申诉，每方对一个决定只能申诉一次；")
            % {"number": redemption.number, "amount": money(shown)},
            _("双方申诉期届满（%(day)s）或均已答复后，由未参与原决定的人员一并审理；")
            % {"day": day(redemption.appeal_by)},
            _("申诉决定作出前不拨付、不退回额度；申诉不会使金额低于原决定。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return file_appeal(text=data["text"], **self.who())

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("appeal", args=[outcome.body["id"]])


class WaiveAppeal(_OfSide):
    """Waive the appeal of the own side."""

    title = gettext_lazy("放弃申诉")
    confirm_label = gettext_lazy("确认放弃")
    done = gettext_lazy("已放弃申诉。")

    def consequences(self) -> Sequence[str]:
        return (
            _("本单位对兑现申请 %(number)s 的决定不再申诉，放弃后不能撤回；") % {"number": self.redemption.number},
            _("双方都放弃的，决定即时生效；另一方申诉的，不影响其审理。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return waive_appeal(**self.who())


class AddFile(StepPage):
    """Upload a file for the own appeal."""

    machine = "appeal"
    operation = "appeal.file"
    throttle_scope = "upload"
    template = "redemptions/appeal/file.html"
    form_class = AppealFileForm
    done = gettext_lazy("文件已上传。")

    @cached_property
    def appeal(self) -> AppealRow:
        """The appeal of the address, if it is the acting party's."""
        appeal = get_visible_appeal(self.actor, self.kwargs["pk"])
        if appeal.party_id != self.actor.party_id:
            raise DomainError("not_found", kind="missing")
        return appeal

    def context(self) -> Context:
        return {"appeal": self.appeal, "most": SIZE_LIMIT // MEGABYTE, "extensions": ", ".join(KINDS[FILE_KIND])}

    def prepare(self, data: FormData) -> FormData:
        with charged_check(self.request):
            return {"file": accept(kind=FILE_KIND, file=data["file"])}

    def fingerprint(self, data: FormData) -> Mapping[str, object]:
        return {"name": data["file"].name, "sha256": data["file"].sha256}

    def execute(self, data: FormData, **ids: int) -> Model:
        return add_appeal_file(
            appeal_id=self.appeal.pk,
            party_id=self.actor.party,
            file=data["file"],
            actor_id=self.actor.user_id,
            at=self.at,
        )

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("appeal", args=[self.kwargs["pk"]])
