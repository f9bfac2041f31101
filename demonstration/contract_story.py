"""One contract of the demonstration data, from the project to its redemption."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from PIL import Image

from core.files.uploads import Accepted
from core.values.deadlines import beijing_day
from core.values.money import total
from demonstration.people import MEMBERS, USCCS, acting
from matching.services.projects import Ask, Need, accept_project, request_projects
from redemptions.models import Redemption
from redemptions.rules.invoices import InvoiceFacts
from redemptions.services.evidence import add_evidence
from redemptions.services.invoices import set_invoices
from redemptions.services.redemptions import start_redemption, submit_redemption, update_redemption
from vouchers.models import Coupon, ServiceContract
from vouchers.services import contracts
from vouchers.services.registrations import register_contract
from vouchers.services.service_records import Work, add_service_record

FILES = {
    "contract": "服务合同.pdf",
    "invoice": "发票.pdf",
    "payment_proof": "付款回单.pdf",
    "result": "检测报告.pdf",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """An applicant and an open unit, by the user names of their people, and their common steps."""

    applicant: str
    unit: str
    title: str

    def register(self, coupons: Sequence[Coupon], *, at: datetime, days: int) -> ServiceContract:
        """Draft and register a contract of so many days with these coupons; its amount is twice their sum."""
        asking, working = acting(self.applicant), acting(self.unit)
        amount = total(coupon.amount for coupon in coupons) * 2
        need = Need(
            title=self.title,
            description="示例需求",
            expected_amount=amount,
            statutory_testing=False,
            municipal_funding=False,
        )
        applicant_id, unit_id = asking.party, working.party
        project = request_projects(
            applicant_id=applicant_id, asks=[Ask(unit_id=unit_id)], need=need, actor_id=asking.user_id, at=at
        )[0]
        accept_project(project_id=project.pk, unit_id=unit_id, actor_id=working.user_id, at=at)
        today, ids = beijing_day(at), [coupon.pk for coupon in coupons]
        terms = contracts.Terms(
            reference=f"SL-{project.pk:04d}",
            title=self.title,
            category="testing",
            amount=amount,
            signed_on=today,
            start_on=today,
            end_on=today + timedelta(days=days),
            shortfall_bearer="applicant",
            related_party=False,
        )
        draft = contracts.draft_contract(
            project_id=project.pk, unit_id=unit_id, terms=terms, actor_id=working.user_id, at=at
        )
        contracts.offer_coupons(
            contract_id=draft.pk, applicant_id=applicant_id, coupon_ids=ids, actor_id=asking.user_id, at=at
        )
        return register_contract(contract_id=draft.pk, unit_id=unit_id, coupon_ids=ids, actor_id=working.user_id, at=at)

    def work(self, contract: ServiceContract, *, at: datetime) -> None:
        """Record, complete and accept the work, for the whole agreed amount."""
        working, asking = acting(self.unit), acting(self.applicant)
        work = Work(
            service_id=None,
            done_on=beijing_day(at),
            hours=Decimal("60.00"),
            amount=contract.amount,
            description=self.title,
        )
        unit = {"contract_id": contract.pk, "unit_id": contract.unit_id, "actor_id": working.user_id, "at": at}
        add_service_record(**unit, work=work)
        contracts.complete_contract(**unit)
        contracts.accept_results(
            contract_id=contract.pk, applicant_id=contract.applicant_id, actor_id=asking.user_id, at=at
        )

    def hand_in(self, contract: ServiceContract, *, at: datetime) -> Redemption:
        """Submit the redemption with its evidence."""
        working = acting(self.unit)
        unit = {"unit_id": contract.unit_id, "actor_id": working.user_id, "at": at}
        redemption = start_redemption(contract_id=contract.pk, **unit)
        mine = {"redemption_id": redemption.pk, **unit}
        half = contract.amount - contract.coupon_total
        update_redemption(**mine, actual_amount=contract.amount, own_payment=half, version=None)
        set_invoices(**mine, invoices=[self._invoice(contract, at=at)], version=None)
        for kind, name in FILES.items():
            add_evidence(**mine, kind=kind, file=_pdf(name, title=f"{self.title} {kind}"))
        return submit_redemption(**mine, version=None)

    def _invoice(self, contract: ServiceContract, *, at: datetime) -> InvoiceFacts:
        on = beijing_day(at)
        return InvoiceFacts(
            code="",
            number=f"{on.year % 100:02d}{contract.pk:018d}",
            issued_on=on,
            seller_uscc=USCCS[self.unit],
            buyer_uscc=USCCS.get(self.applicant, ""),
            buyer_name=acting(self.applicant).party_name if self.applicant in USCCS else MEMBERS[0].name,
            amount=contract.amount,
        )


def _pdf(name: str, *, title: str) -> Accepted:
    """Return a page of our own, which needs no check."""
    out = io.BytesIO()
    Image.new("1", (595, 842), 1).save(out, "PDF", title=title)
    return Accepted(name=name, media_type="application/pdf", data=out.getvalue(), shown=None)
