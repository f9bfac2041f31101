"""Pages of sanctions: the list, one measure with who acts next, proposing one against a party."""

from collections.abc import Sequence

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.selectors.members import map_member_names
from accounts.selectors.parties import PartyRow, get_visible_party, search_parties
from core.files.table_export import Column
from core.idempotency.commands import Outcome
from core.messages.object_numbers import map_numbers
from core.values.deadlines import beijing_day
from core.web import history as portal_history
from core.web.confirm_pages import StepPage
from core.web.pages import Context, FormData, ListPage, Page
from core.web.state_words import STATES
from core.web.words import WORDS
from oversight.permissions import STAFF
from oversight.portal.sanction_forms import PartySearchForm, ProposeForm, SanctionSearchForm
from oversight.rules.next_steps import sanction_steps
from oversight.rules.sanctions import PAYMENTS_SUSPENDED
from oversight.selectors.sanctions import SanctionRow, get_visible_sanction, search_sanctions
from oversight.services.measures import preview
from oversight.services.sanctions import propose_sanction


class Sanctions(ListPage):
    """Sanctions: every one for staff, those against it for a party."""

    operation = "sanction.read"
    template = "oversight/sanction/list.html"
    form_class = SanctionSearchForm
    sorts = ("-id", "until")
    export_name = "sanctions"

    def context(self) -> Context:
        is_staff, may_propose = self.actor.has(*STAFF), self.may("sanction.propose")
        return {"is_staff": is_staff, "create_link": reverse("sanction_find_party") if may_propose else ""}

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        filters = {name: wanted.get(name, "") for name in ("state", "measure", "text")}
        return search_sanctions(self.actor, **filters)

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("处理措施"), value=lambda row: row.number),
            Column(label=_("单位"), value=lambda row: row.party.name),
            Column(label=_("措施"), value=lambda row: str(WORDS["measure"][row.measure])),
            Column(label=_("状态"), value=lambda row: str(STATES["sanction"][row.state][0])),
            Column(label=_("起始日期"), value=lambda row: row.begins_on),
            Column(label=_("截止日期"), value=lambda row: row.until),
            Column(label=_("事实和依据"), value=lambda row: row.reason),
            Column(label=_("决定时间"), value=lambda row: row.decided_at),
            Column(label=_("解除时间"), value=lambda row: row.lifted_at),
        )


class SanctionPage(Page):
    """One measure: its facts, what it holds, who acts next, its history."""

    operation = "sanction.read"
    template = "oversight/sanction/page.html"

    def context(self) -> Context:
        sanction = get_visible_sanction(self.actor, self.kwargs["pk"])
        is_staff, lifting = self.actor.has(*STAFF), sanction.lift_proposed_by_id
        steps = sanction_steps(sanction.state, lifting_proposed=lifting is not None)
        can = self.allowed(
            steps,
            not_by={
                "decide": (sanction.proposed_by_id,),
                "drop": (sanction.proposed_by_id,),
                "lift": (lifting,),
                "refuse_lifting": (lifting,),
            },
        )
        return {
            "sanction": sanction,
            "is_staff": is_staff,
            "can": can,
            "is_barred": bool(self.allowed(steps) - can),
            "held": preview(sanction.measure, party_id=sanction.party_id),
            "subjects": _subjects(sanction),
            "events": portal_history.history(
                subject_kind="sanction",
                subject_id=sanction.pk,
                names=map_member_names(self.actor.party),
                internal=is_staff,
            ),
        }


def _subjects(sanction: SanctionRow) -> list[tuple[int, str]]:
    """Return the subjects of a measure that is carried out once: id and number."""
    named = map_numbers([(each.subject_kind, each.subject_id) for each in sanction.subjects.all()])
    return [(subject_id, number) for (_kind, subject_id), number in sorted(named.items())]


class FindParty(ListPage):
    """Choose the party of a measure, by name or code."""

    operation = "sanction.propose"
    template = "oversight/sanction/find_party.html"
    form_class = PartySearchForm

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        text = wanted.get("text", "")
        rows = search_parties(self.actor, text=text).exclude(kind="authority")
        return rows if text else rows.none()


class ProposeSanction(StepPage):
    """Propose a measure against the party of the address, beside what a suspension would hold now."""

    machine = "sanction"
    operation = "sanction.propose"
    template = "oversight/sanction/propose.html"
    form_class = ProposeForm
    done = gettext_lazy("已提出处理措施，单位会收到通知。")

    @cached_property
    def party(self) -> PartyRow:
        """The party of the address."""
        return get_visible_party(self.actor, self.kwargs["pk"])

    def context(self) -> Context:
        return {"party": self.party, "held": preview(PAYMENTS_SUSPENDED, party_id=self.party.pk)}

    def initial_values(self) -> Context:
        return {"begins_on": beijing_day(self.at)}

    def execute(self, data: FormData, **ids: int) -> Model:
        return propose_sanction(party_id=self.party.pk, **data, actor_id=self.actor.user_id, at=self.at)

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("sanction", args=[outcome.body["id"]])
