"""Pages for the steps of a batch from its collection to its approval; each states the consequences first."""

from collections.abc import Sequence

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.portal.delegations import InAnothersName
from core.templatetags.formatting import day, money
from core.values.money import ZERO
from core.web.confirm_pages import ConfirmPage
from core.web.pages import Context, FormData
from oversight.portal.stages import next_stage_value
from oversight.rules.stages import Stage
from oversight.selectors.stages import list_stage_lines
from redemptions.portal.batches import OfBatch
from redemptions.portal.forms.batches import StageForm
from redemptions.rules.states import RedemptionState
from redemptions.services import batches, decisions
from redemptions.services.signatures import sign_batch
from vouchers.portal.forms.parts import LongReasonForm, VersionForm


class _Step(ConfirmPage, OfBatch):
    """Base page for confirming a transition of one batch."""

    tone = "primary"
    icon = "package"

    def back_url(self) -> str:
        return OfBatch.back_url(self)

    def _numbers(self) -> dict[str, object]:
        batch = self.batch
        return {
            "title": batch.title,
            "n": batch.items_count,
            "payable": money(batch.payable_total),
            "decided": money(batch.decided_total),
        }


class _Signed(_Step):
    """A step for which a person is responsible: the version of the page is sent along."""

    form_class = VersionForm

    def initial_values(self) -> Context:
        return {"version": self.batch.version}


class BeginReview(_Step):
    """Close the collection and begin the review."""

    title = gettext_lazy("开始评审")
    confirm_label = gettext_lazy("开始评审")
    done = gettext_lazy("已开始评审，请对每份申请提出意见。")

    def consequences(self) -> Sequence[str]:
        return (
            _("批次“%(title)s”结束归集，共 %(n)d 份申请，可兑现合计 %(payable)s；") % self._numbers(),
            _("此后不能再归集新的申请，可以移出；"),
            _("须对每份申请提出评审意见后才能汇总。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return batches.begin_review(**self.who())


class Summarise(_Signed):
    """Summarise the review."""

    title = gettext_lazy("汇总评审结果")
    confirm_label = gettext_lazy("确认汇总")
    done = gettext_lazy("已汇总，等待另一人复核。")

    def consequences(self) -> Sequence[str]:
        return (
            _("批次“%(title)s”共 %(n)d 份申请，评审意见合计支持 %(decided)s（可兑现 %(payable)s）；") % self._numbers(),
            _("汇总后，开放单位不能再撤回其中的申请；"),
            _("须由汇总人和评审人以外的另一人复核。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return batches.summarise_batch(version=data["version"], **self.who())


class Clear(InAnothersName, _Signed):
    """Clear the summary, by a second person."""

    operation = "batch.clear"
    title = gettext_lazy("复核批次")
    confirm_label = gettext_lazy("复核通过")
    done = gettext_lazy("复核通过，可以公示。")

    def consequences(self) -> Sequence[str]:
        return (
            _("您已核对批次“%(title)s”的 %(n)d 份申请和评审意见，合计支持 %(decided)s；") % self._numbers(),
            _("复核通过后不能再修改评审意见；确需修改的，先退回汇总。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return batches.clear_batch(version=data["version"], principal_id=data.get("principal"), **self.who())


class SendBack(InAnothersName, _Step):
    """Send a cleared batch back to its summary."""

    operation = "batch.clear"
    form_class = LongReasonForm
    tone = "danger"
    icon = "arrow-back-up"
    title = gettext_lazy("退回汇总")
    confirm_label = gettext_lazy("确认退回")
    done = gettext_lazy("批次已退回汇总。")

    def consequences(self) -> Sequence[str]:
        return (
            _("批次“%(title)s”回到汇总，复核作废，原因记录在案；") % self._numbers(),
            _("可以修改评审意见，然后重新复核。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return batches.return_batch(reason=data["reason"], principal_id=data.get("principal"), **self.who())


class Publish(_Step):
    """Publicise the recommendations of the batch."""

    icon = "speakerphone"
    title = gettext_lazy("发布公示")
    confirm_label = gettext_lazy("发布公示")
    done = gettext_lazy("已发布公示。")

    def consequences(self) -> Sequence[str]:
        return (
            _("批次“%(title)s”的单位名称和金额立即向社会公开，合计 %(decided)s；") % self._numbers(),
            _("公示期按政策规定的工作日计算，期内任何人可以提出异议；"),
            _("公示期满且无未处理异议的，方可审批。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return batches.publish_batch(**self.who())


class Refuse(InAnothersName, _Step):
    """Refuse a publicised batch."""

    operation = "batch.approve"
    form_class = LongReasonForm
    tone = "danger"
    icon = "ban"
    title = gettext_lazy("不予批准")
    confirm_label = gettext_lazy("确认不予批准")
    done = gettext_lazy("批次已退回汇总，公示已撤回。")

    def consequences(self) -> Sequence[str]:
        return (
            _("批次“%(title)s”退回汇总，原因记录在案；") % self._numbers(),
            _("正在进行的公示撤回，重新复核后须重新公示。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return batches.refuse_batch(reason=data["reason"], principal_id=data.get("principal"), **self.who())


class Sign(InAnothersName, _Signed):
    """Decide the next further stage of a batch whose notice is over."""

    operation = "batch.sign"
    icon = "gavel"
    title = gettext_lazy("会签批次")
    confirm_label = gettext_lazy("同意")
    done = gettext_lazy("已办理，转下一环节。")
    form_class = StageForm

    def initial_values(self) -> Context:
        stages = list_stage_lines(
            subject_kind="batch", subject_id=self.batch.pk, amount=self.batch.decided_total or ZERO
        )
        return {**super().initial_values(), "stage": next_stage_value(stages)}

    def consequences(self) -> Sequence[str]:
        return (
            _("批次“%(title)s”共 %(n)d 份申请，合计支持 %(decided)s，金额达到政策规定的会签标准；") % self._numbers(),
            _("您同意后，由另一人办理下一环节；同一人在一个批次只能办理一个环节。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return sign_batch(
            stage=Stage(data["stage"]), version=data["version"], principal_id=data.get("principal"), **self.who()
        )


class Approve(InAnothersName, _Signed):
    """Approve a batch whose notice is over."""

    operation = "batch.approve"
    icon = "gavel"
    title = gettext_lazy("审批批次")
    confirm_label = gettext_lazy("批准")
    done = gettext_lazy("批次已批准，已生成待拨付款项。")

    def consequences(self) -> Sequence[str]:
        ends = self.batch.notice.ends_on if self.batch.notice else None
        return (
            _("公示期至 %(day)s 24 时止；") % {"day": day(ends)},
            _("批次“%(title)s”中无未处理异议的申请作出决定，合计 %(decided)s；") % self._numbers(),
            _("全额支持的立即生效并生成待拨付款项；核减和不予支持的，申诉期满后生效；"),
            _("有未处理异议的申请结转，异议不成立后另行批准。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return decisions.approve_batch(version=data["version"], principal_id=data.get("principal"), **self.who())


class ApproveCarried(InAnothersName, _Step):
    """Decide the carried items whose objections are dismissed."""

    operation = "batch.approve"
    icon = "gavel"
    title = gettext_lazy("批准结转的申请")
    confirm_label = gettext_lazy("批准")
    done = gettext_lazy("结转的申请已批准。")

    def consequences(self) -> Sequence[str]:
        carried = [item for item in self.batch.items if item.state == RedemptionState.PUBLICISED]
        return (
            _("批次“%(title)s”中结转 %(n)d 份申请，异议已处理为不成立的作出决定，无须重新公示；")
            % {"title": self.batch.title, "n": len(carried)},
            _("仍有未处理异议的继续结转。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return decisions.approve_carried(principal_id=data.get("principal"), **self.who())
