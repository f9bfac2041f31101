"""The page of the ledger: every movement of the rounds' money, with its export."""

from collections.abc import Sequence

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from core.files.table_export import Column
from core.web.pages import FormData, ListPage
from core.web.words import WORDS
from vouchers.portal.forms.ledger import LedgerSearchForm
from vouchers.selectors.ledger import search_movements


class Ledger(ListPage):
    """The movements, the newest first, by round and days."""

    operation = "ledger.read"
    template = "vouchers/ledger/list.html"
    form_class = LedgerSearchForm
    export_name = "ledger"

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_movements(
            self.actor, round_id=wanted.get("round"), since=wanted.get("since"), until=wanted.get("until")
        )

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("分录号"), value=lambda row: row.pk),
            Column(label=_("发放周期"), value=lambda row: row.round.name),
            Column(label=_("创新券"), value=lambda row: row.coupon.number if row.coupon else None),
            Column(label=_("事由"), value=lambda row: str(WORDS["movement_cause"].get(row.cause, row.cause))),
            Column(label=_("转出"), value=lambda row: str(WORDS["bucket"].get(row.source, row.source))),
            Column(label=_("转入"), value=lambda row: str(WORDS["bucket"].get(row.target, row.target))),
            Column(label=_("金额（元）"), value=lambda row: row.amount),
            Column(label=_("时间"), value=lambda row: row.at),
        )
