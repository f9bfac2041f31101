"""Pages of redemptions for both sides and staff: the list, and one redemption with its steps."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import uuid4

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from core.events.history import timeline
from core.files.table_export import Column
from core.messages.catalogue import sentence
from core.values.deadlines import beijing_day
from core.web.pages import Context, FormData, ListPage, Page
from core.web.state_words import STATES
from core.web.words import WORDS, readable
from oversight.selectors.notices import get_public_notice, map_newest_notices
from payments.selectors.payments import find_payment
from redemptions.permissions import STAFF
from redemptions.portal.appeals import appeal_card
from redemptions.portal.forms.redemptions import RedemptionSearchForm
from redemptions.portal.redemption_endings import ending_text
from redemptions.portal.redemption_progress import Milestones, next_act, step_lines
from redemptions.rules.checks import Check
from redemptions.rules.next_steps import redemption_steps
from redemptions.selectors.evidence import UPLOADED_KINDS, list_evidence, make_check_sheet
from redemptions.selectors.payees import account_standing_of
from redemptions.selectors.records import find_recorded_work
from redemptions.selectors.redemptions import RedemptionRow, get_visible_redemption, search_redemptions
from vouchers.portal.history import history

FILES = frozenset(
    {
        "attachment.stored",
        "attachment.removed",
        "attachment.altered",
        "attachment.lost",
        "attachment.restored",
    }
)
"""Events that are hidden from the applicant, because they are the unit's internal work."""


class Redemptions(ListPage):
    """The redemptions the reader may see."""

    operation = "redemption.read"
    template = "redemptions/redemption/list.html"
    form_class = RedemptionSearchForm
    sorts = ("-id", "actual_amount", "payable")
    export_name = "redemptions"

    def context(self) -> Context:
        return {"is_staff": self.actor.has(*STAFF), "may_claim": self.may("redemption.claim")}

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        state, text = wanted.get("state", ""), wanted.get("text", "")
        return search_redemptions(self.actor, state=state, text=text, on=beijing_day(self.at))

    def columns(self) -> Sequence[Column]:
        is_staff = self.actor.has(*STAFF)
        return (
            Column(label=_("兑现申请"), value=lambda row: row.number),
            Column(label=_("合同编号"), value=lambda row: row.contract.reference),
            Column(label=_("合同名称"), value=lambda row: row.contract.title),
            Column(label=_("开放单位"), value=lambda row: row.unit.party.name),
            Column(label=_("申领单位"), value=lambda row: row.applicant.name),
            Column(label=_("实际金额（元）"), value=lambda row: row.actual_amount),
            Column(label=_("可兑现金额（元）"), value=lambda row: row.payable),
            Column(
                label=_("决定金额（元）"),
                value=lambda row: row.decided_amount if may_see_decision(row, is_staff=is_staff) else None,
            ),
            Column(label=_("状态"), value=lambda row: str(STATES["redemption"][row.state][0])),
            Column(label=_("提交时间"), value=lambda row: row.submitted_at),
        )


class RedemptionPage(Page):
    """One redemption: its steps, who acts next, its evidence, its decision, its history."""

    operation = "redemption.read"
    template = "redemptions/redemption/page.html"

    def context(self) -> Context:
        redemption = get_visible_redemption(self.actor, self.kwargs["pk"])
        is_staff = self.actor.has(*STAFF)
        is_unit = redemption.unit_id == self.actor.party_id and self.may("redemption.claim")
        milestones = milestones_of(redemption, is_staff=is_staff, at=self.at)
        can = self.allowed(redemption_steps(redemption.state))
        shows_evidence = is_staff or is_unit
        return {
            "redemption": redemption,
            "contract": redemption.contract,
            "milestones": milestones,
            "steps": step_lines(redemption, milestones),
            "next": next_act(redemption, milestones),
            "ending": ending_text(redemption, milestones, is_unit=is_unit),
            "is_unit": is_unit,
            "is_staff": is_staff,
            "shows_evidence": shows_evidence,
            "is_open": is_unit and "submit" in can,
            "can_withdraw": is_unit and "withdraw" in can,
            "can_check": "check" in can,
            **self._account(redemption),
            **appeal_card(redemption, actor=self.actor, may_file=self.may("appeal.file"), at=self.at),
            "events": history(
                self.actor,
                subject_kind="redemption",
                subject_id=redemption.pk,
                hidden=() if shows_evidence else FILES,
            ),
            **(self._evidence(redemption) if shows_evidence else {}),
        }

    def _account(self, redemption: RedemptionRow) -> Context:
        """Return whether the payee can be paid, whether the reader is of it, and may enter its account."""
        payee_id, standing = account_standing_of(redemption)
        is_payee = payee_id == self.actor.party_id
        may_enter = is_payee and self.may("payee_account.enter")
        return {"standing": standing, "is_payee": is_payee, "may_enter_account": may_enter}

    def _evidence(self, redemption: RedemptionRow) -> Context:
        """Return files by kind, invoices and the check sheet."""
        files = list_evidence(redemption)
        checks = [check_line(check) for check in make_check_sheet(redemption.pk, at=self.at)]
        return {
            "work": find_recorded_work(redemption),
            "key": uuid4(),
            "kinds": [
                {"kind": kind, "label": WORDS["evidence_kind"][kind], "files": [f for f in files if f.kind == kind]}
                for kind in UPLOADED_KINDS
            ],
            "checks": checks,
            "is_sound": all(check["verdict"] != "fail" for check in checks),
        }


def may_see_decision(redemption: RedemptionRow, *, is_staff: bool) -> bool:
    """Whether the reader may see the decision: staff always, the parties once they are notified."""
    return is_staff or redemption.notified_on is not None


def check_line(check: Check) -> dict[str, str]:
    """Return a line of the check sheet in words."""
    params = readable("", {name: _listed(check.code, value) for name, value in check.params.items()})
    detail = "" if check.verdict == "ok" else sentence(f"check_{check.code}_{check.verdict}", params)
    return {"verdict": check.verdict, "title": sentence(f"check_{check.code}", {}), "detail": detail}


def _listed(code: str, value: object) -> object:
    if not isinstance(value, list | tuple):
        return value
    words = WORDS["evidence_kind"] if code == "complete" else {}
    parts = [str(words.get(each, readable("", {"each": each})["each"])) for each in value]
    return _("、").join(parts) or _("无")


def milestones_of(redemption: RedemptionRow, *, is_staff: bool, at: datetime) -> Milestones:
    """Return the milestones of a redemption that the reader may see."""
    lines = timeline(subject_kind="redemption", subject_id=redemption.pk, internal=is_staff)
    notice_id = map_newest_notices(subject_kind="redemption", subject_ids=[redemption.pk]).get(redemption.pk)
    ends: date | None = get_public_notice(notice_id).ends_on if notice_id else None
    return Milestones(
        entered={line.to_state: line.at for line in lines if line.to_state},
        notice_id=notice_id,
        notice_ends=ends,
        payment=find_payment(subject_kind="redemption", subject_id=redemption.pk),
        decision_shown=may_see_decision(redemption, is_staff=is_staff),
        today=beijing_day(at),
    )
