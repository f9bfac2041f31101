"""Every page of the URL table, opened and submitted as by a browser without scripts."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.urls import get_resolver

from accounts.rules.roles import STAFF_ROLES, Role
from applicants.models import Enterprise
from core.access.checks import operations
from core.portal.files import File
from core.values.actors import Actor
from core.web.pages import FormPage, ListPage, Page, PublicPage
from payments.portal.bank_answers import AnswerFileDownload
from payments.portal.orders import OrderFile
from redemptions.models import Redemption
from tests import files
from tests.factories import bank_answers, closings, contracts, parties
from tests.factories.pages import Visitor
from tests.world.calls import API, UNTIL, _own_closing, _walk, account_number, delegation_terms, unattended_case
from tests.world.matrix import EVERYBODYS, OF_A_PERSON
from tests.world.savepoints import undone
from tests.world.things import ABSENT, TODAY, Thing, World

KINDS = {
    "jobs/runs": "job_run",
    "files": "attachment",
    "parties": "party",
    "registrations": "registration",
    "members": "member",
    "staff-roles": "staff_role",
    "appointments": "appointment",
    "invitations": "invitation",
    "takeovers": "takeover",
    "team-members": "team_member",
    "accounts": "account",
    "second-factor-resets": "reset",
    "received-invitations": "received_invitation",
    "interests": "interest",
    "interest-corrections": "interest_correction",
    "hand-overs": "hand_over",
    "substitutions": "substitution",
    "delegations": "delegation",
    "open-units": "open_unit",
    "unit-applications": "unit_application",
    "own-unit-applications": "own_unit_application",
    "projects": "project",
    "unit/projects": "project",
    "publicity": "notice",
    "objections": "objection",
    "payments": "payment",
    "sanctions": "sanction",
    "orders": "payment_order",
    "bank-answers": "bank_answer",
    "bank-answer-lines": "bank_answer_line",
    "manual-answers": "manual_answer",
    "payee-accounts": "payee_account",
    "recoveries": "recovery",
    "repayments": "repayment",
    "period-closings": "period_closing",
    "announced-rounds": "round",
    "coupons": "coupon",
    "coupons/claim": "round",
    "contracts": "contract",
    "service-contracts": "contract",
    "service-records": "service_record",
    "redemptions": "redemption",
    "appeals": "appeal",
    "batches": "batch",
    "rounds": "round",
    "budget-changes": "budget_change",
    "appropriations": "appropriation",
    "policies": "policy_version",
}
"""Part before the first id in an address → kind of the row that the id names."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """One page."""

    route: str
    name: str
    view: Any

    @property
    def operation(self) -> str:
        """The operation in permissions.py, empty if none is needed."""
        return str(getattr(self.view, "operation", "")) if self.is_guarded else ""

    @property
    def is_guarded(self) -> bool:
        return bool(self.view) and issubclass(self.view, Page) and not issubclass(self.view, PublicPage)

    @property
    def is_form(self) -> bool:
        return self.is_guarded and issubclass(self.view, FormPage)

    @property
    def is_list(self) -> bool:
        return self.is_guarded and issubclass(self.view, ListPage)

    @property
    def is_file(self) -> bool:
        return self.view in (File, OrderFile, AnswerFileDownload)

    @property
    def roles(self) -> frozenset[str]:
        """The roles that may open it."""
        allowed = operations()[self.operation]
        return frozenset(Role) if "*" in allowed else frozenset(allowed)

    @property
    def kind(self) -> str:
        """The kind of row that the address's id names, empty for an address without one."""
        return KINDS[self.route.split("/<int:")[0]] if "<int:" in self.route else ""

    def path(self, thing: Thing | None = None) -> str:
        """Return the address of one row, or of an absent one."""
        ids = {"job": "seal_events", **_ids(thing, self.kind)} if thing else {"job": "seal_events"}
        return "/" + re.sub(r"<\w+:(\w+)>", lambda found: str(ids.get(found[1], ABSENT)), self.route)

    def about(self, world: World) -> str:
        """Return the query string of a page that needs one."""
        if self.name == "hand_over_create":
            return f"?operation=redemption.check_form&case={world.own.things['redemption'][0].ids['pk']}"
        return f"?unit={world.own.unit.pk}" if self.name == "project_request" else ""


def addresses() -> list[Address]:
    """Return every address that is a page of the project."""
    return list(_pages())


def _pages() -> Iterator[Address]:
    for route, entry in _walk(get_resolver().url_patterns):
        if not route.startswith(API):
            view = getattr(entry.callback, "view_class", None)
            yield Address(route=route, name=entry.name or "", view=view)


def _ids(thing: Thing, kind: str) -> dict[str, int]:
    own = thing.ids["pk"]
    inside = thing.body.get("redemption") if kind == "batch" else None
    if kind == "batch" and inside is None:
        inside = Redemption.objects.filter(batch=own).values_list("pk", flat=True).first() or ABSENT
    return {"round": own, "project": own, "redemption": inside or ABSENT, **thing.ids}


def own_things(world: World, page: Address, role: str) -> Iterator[tuple[Actor, Thing | None]]:
    """Return actors and their rows: those of the role's own party, all for staff."""
    if not page.kind:
        yield from ((actor, None) for actor in world.seats(role))
    elif page.kind in OF_A_PERSON:
        yield (who := world.actor(role)), Thing(ids={"pk": OF_A_PERSON[page.kind](who)})
    elif role in STAFF_ROLES or page.kind in EVERYBODYS:
        yield from ((world.actor(role), thing) for thing in world.things(page.kind))
    else:
        own = world.own.things.get(page.kind, [])
        yield from ((world.actor(role, owner), thing) for thing in own if (owner := thing.owner(role)))


class Browser:
    """Opens pages as users of the world, each with a session; everything is rolled back."""

    def __init__(self) -> None:
        self.visitors: dict[int, Visitor] = {}

    def visitor(self, actor: Actor | None) -> Visitor:
        """Return the session of a visitor, without cookies of the last answer."""
        key = actor.user_id if actor else 0
        if key not in self.visitors:
            self.visitors[key] = Visitor(actor)
        client = self.visitors[key].client
        for name in {*client.cookies} - {settings.SESSION_COOKIE_NAME}:
            del client.cookies[name]
        return self.visitors[key]

    def get(self, actor: Actor | None, path: str, *, language: str = "", **query: Any) -> Any:
        visitor = self.visitor(actor)
        if language:
            visitor.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        with undone():
            return visitor.get(path, **query)

    def post(self, actor: Actor | None, path: str, fields: dict[str, Any] | None = None) -> Any:
        visitor = self.visitor(actor)
        with undone():
            return visitor.post(path, **(fields or {}))


def content(answer: Any) -> bytes:
    """Return all bytes of an answer."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def seen(answer: Any, path: str) -> tuple[int, str]:
    """Return what distinguishes two answers: everything except the address and form tokens."""
    text = content(answer).decode().replace(path, "/here/")
    text = re.sub(r'(csrfmiddlewaretoken" value=|nonce=|"X-CSRFToken": ?|name="key" value=)"[^"]+"', r'\1""', text)
    return answer.status_code, text


def filled(answer: Any) -> dict[str, Any]:
    """Return the data of a page's form, with empty fields filled in."""
    form = answer.context["form"]
    parts = [form.management_form, *form.forms] if hasattr(form, "management_form") else [form]
    values = {bound.html_name: _value(bound) for part in parts for bound in part}
    return {name: value for name, value in values.items() if value not in (None, False)}


def _value(bound: Any) -> Any:
    value, field = bound.value(), bound.field
    if value not in (None, "", []):
        return value
    choices = [str(key) for key, _ in getattr(field, "choices", []) if key]
    match field:
        case forms.MultipleChoiceField():
            return choices
        case forms.ChoiceField():
            return choices[0] if choices else ""
        case forms.DateField() | forms.DateTimeField():
            return TODAY.isoformat()
        case forms.DecimalField() | forms.IntegerField():
            return "1"
        case forms.FileField():
            return files.upload("又一份.pdf", files.pdf("又一份"))
        case forms.BooleanField():
            return False
    return "理由"


def fields_for(page: Address, world: World, thing: Thing | None) -> dict[str, Any]:
    """Return the fields that need a specific valid value."""
    made = FIELDS.get(page.name, lambda world, thing: {})
    return made(world, thing)


def _declared(world: World, thing: Thing | None) -> dict[str, Any]:
    return {"version": Enterprise.objects.get(pk=world.own.firm.pk).version}


def _new_enterprise(world: World, thing: Thing | None) -> dict[str, Any]:
    founders = {f"founder_{part}_{place}": "" for part in ("name", "id_number") for place in range(4)}
    firm = {"name": "示例新公司", "uscc": parties.make_uscc(), "established_on": "2023-05-10", "legal_person": "on"}
    return {**firm, **founders}


def _new_team(world: World, thing: Thing | None) -> dict[str, Any]:
    numbers = {f"id_number_{place}": parties.make_id_number() for place in range(3)}
    names = {f"name_{place}": "李示例" if place < 3 else "" for place in range(8)}
    return {
        **{f"{part}_{place}": "" for part in ("id_number", "kept") for place in range(8)},
        **names,
        **numbers,
        "student_0": "on",
        "student_1": "on",
    }


def _invoice(world: World, thing: Thing | None) -> dict[str, Any]:
    row = {"code": "", "number": "26110000000000008888", "issued_on": "2026-05-20", "amount": "2000.00"}
    return {f"row-0-{name}": value for name, value in row.items()}


def _round(world: World, thing: Thing | None) -> dict[str, Any]:
    return {
        "name": "2026年第四期",
        "budget": "1000.00",
        "opens_at": "2026-06-01T09:00",
        "closes_at": "2026-07-01T09:00",
    }


def _list() -> Any:
    """A list that leaves nothing open."""
    return files.upload(
        "名单.csv",
        "企业名称,登记编号,首次入库日期,入库日期,有效期至\n示例,2026110108A8000001,2024-05-06,2026-03-01,2027-03-31\n".encode(),
    )


FIELDS: dict[str, Callable[[World, Thing | None], dict[str, Any]]] = {
    "certificate_import": lambda world, thing: {
        "step": "import",
        "confirmation": "",
        "kind": "tech_sme",
        "file": _list(),
    },
    "order_answer": lambda world, thing: {
        "step": "import",
        "format": "table",
        "file": files.upload("回盘.csv", bank_answers.table("X-2,****1234,示例,1.00,成功,")),
    },
    "interest_declare": lambda world, thing: {"uscc": ""},
    "recovery_decide": lambda world, thing: {"first_due_on": UNTIL},
    "delegation_create": lambda world, thing: delegation_terms(),
    "substitution_create": lambda world, thing: unattended_case("finance"),
    "takeover_request": lambda world, thing: {"uscc": parties.make_uscc()},
    "team_takeover_request": lambda world, thing: {"id_number": parties.make_id_number()},
    "member_invite": lambda world, thing: {"named": contracts.user().username},
    "project_request": lambda world, thing: {"expected_amount": "100000.00"},
    "payee_account_enter": lambda world, thing: {"bank_code": "999100000011", "number": "6200-0000-0000-1111"},
    "period_closing_propose": lambda world, thing: {"period": closings.freed()},
    "period_closing_withdraw": lambda world, thing: _own_closing(world),
    "period_closing_refuse": lambda world, thing: {"reason": "数字有误"},
    "payee_account_check": lambda world, thing: {"number": account_number(thing)},
    "payee_account_confirm": lambda world, thing: {"number": account_number(thing)},
    "order_prepare": lambda world, thing: {"payments": [world.own.things["payment"][3].ids["pk"]]},
    "register_enterprise": _new_enterprise,
    "register_team": _new_team,
    "team_correct": lambda world, thing: {**_new_team(world, thing), "version": world.own.team.team.version},
    "unit_application_request": lambda world, thing: {"uscc": parties.make_uscc(), "category": "municipal"},
    "profile_declare": _declared,
    "contract_amend": lambda world, thing: {"amount": "260000.00"},
    "redemption_invoices": _invoice,
    "coupon_revoke": lambda world, thing: {"coupons": [str(thing.ids["pk"])] if thing else [], "against": "applicant"},
    "batch_collect": lambda world, thing: {"redemptions": thing.body.get("redemptions", []) if thing else []},
    "round_create": _round,
    "staff_role_propose": lambda world, thing: {"username": contracts.user().username, "role": "auditor"},
    "round_edit": _round,
    "round_budget": lambda world, thing: {"budget": "1500.00"},
    "appropriation_enter": lambda world, thing: {"year": "2028", "amount": "1000.00", "document": "示例财〔2028〕1号"},
}
"""Page → the fields to send."""
