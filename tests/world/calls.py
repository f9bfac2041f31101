"""Every operation of the API from the URL table, and a valid body for each write."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.parsers import MultiPartParser
from rest_framework.test import APIClient

from accounts.models import User
from accounts.rules.roles import Role
from applicants.models import TeamMember
from applicants.services.teams import open_id_number
from core.access.checks import operations
from core.api.views import Acting, Collection, Command
from core.values.actors import Actor
from payments.models import PayeeAccount, Payment, PaymentAttempt
from redemptions.models import Redemption, RedemptionBatch
from tests import files
from tests.factories import bank_answers, closings, contracts, handovers, parties, payee_accounts, rounds
from tests.factories.api import DECLARATION
from tests.world.things import ABSENT, NOW, TODAY, Thing, World
from vouchers.models import Round

API = "api/v1/"
WAIVED = "911101080123456789"
"""The code of the waiver."""
OUTSIDE = {"api/v1/schema/", "api/v1/docs/"}
WRITES = ("post", "put", "patch", "delete")

KINDS = {
    "attachments": "attachment",
    "job-runs": "job_run",
    "notifications": "notification",
    "outbox": "outbox",
    "parties": "party",
    "registrations": "registration",
    "members": "member",
    "invitations": "invitation",
    "accounts": "account",
    "second-factor-resets": "reset",
    "received-invitations": "received_invitation",
    "staff-roles": "staff_role",
    "interests": "interest",
    "interest-corrections": "interest_correction",
    "appointments": "appointment",
    "hand-overs": "hand_over",
    "substitutions": "substitution",
    "delegations": "delegation",
    "takeovers": "takeover",
    "enterprises": "enterprise",
    "teams": "team",
    "team-members": "team_member",
    "certificates": "certificate",
    "open-units": "open_unit",
    "unit-applications": "unit_application",
    "own-unit-applications": "own_unit_application",
    "services": "service",
    "projects": "project",
    "notices": "notice",
    "objections": "objection",
    "sanctions": "sanction",
    "payments": "payment",
    "payment-orders": "payment_order",
    "payee-accounts": "payee_account",
    "bank-answers": "bank_answer",
    "bank-answer-lines": "bank_answer_line",
    "manual-answers": "manual_answer",
    "recoveries": "recovery",
    "repayments": "repayment",
    "period-closings": "period_closing",
    "policy-versions": "policy_version",
    "rounds": "round",
    "budget-changes": "budget_change",
    "appropriations": "appropriation",
    "coupons": "coupon",
    "appeals": "appeal",
    "batches": "batch",
    "redemptions": "redemption",
    "contracts": "contract",
    "service-records": "service_record",
}
"""First segment of an address → kind of the row that its id names."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """One method at one address."""

    route: str
    method: str
    view: Any
    name: str

    @property
    def operation(self) -> str:
        """The operation in permissions.py, empty if none is needed."""
        if issubclass(self.view, Collection) and self.method == "post":
            return str(self.view.adding)
        return str(self.view.operation) if issubclass(self.view, Acting) else ""

    @property
    def roles(self) -> frozenset[str]:
        """The roles that may call it; every role without an operation."""
        allowed = operations()[self.operation] if self.operation else frozenset({"*"})
        return frozenset(Role) if "*" in allowed else frozenset(allowed)

    @property
    def kind(self) -> str:
        """The kind of row that the address's id names, empty for an address without one."""
        return KINDS[self.route.removeprefix(API).split("/")[0]] if "<" in self.route else ""

    @property
    def is_keyed(self) -> bool:
        """Whether it needs an Idempotency-Key."""
        return self.method == "post" and issubclass(self.view, Command)

    @property
    def is_multipart(self) -> bool:
        return MultiPartParser in self.view.parser_classes

    @property
    def serializer_class(self) -> Any:
        """The serializer of the input."""
        return self.view.input_class if issubclass(self.view, Collection) else self.view.serializer_class

    def path(self, ids: dict[str, int]) -> str:
        """Return the address of one row."""
        path = self.route
        for name in ("pk", "attachment", "notice", "item"):
            path = path.replace(f"<int:{name}>", str(ids.get(name, ABSENT)))
        return f"/{path}"

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.route}"


def calls(*methods: str) -> list[Call]:
    """Return every operation of the API, or those with these methods."""
    found = [
        Call(route=route, method=method, view=entry.callback.cls, name=entry.name)
        for route, entry in _walk(get_resolver().url_patterns)
        if route.startswith(API) and route not in OUTSIDE
        for method in ("get", *WRITES)
        if hasattr(entry.callback.cls, method)
    ]
    return [call for call in found if not methods or call.method in methods]


def _walk(patterns: list[Any], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, route)
        else:
            yield route, entry


def send(call: Call, actor: Actor | None, *, ids: dict[str, int] | None = None, **how: Any) -> Any:
    """Return the answer to an actor or an anonymous caller. `how`: body, query, key, headers, language, method."""
    client = APIClient(raise_request_exception=False)
    headers = {"Accept-Language": how.get("language", "zh-hans"), **how.get("headers", {})}
    if actor:
        client.force_authenticate(User.objects.get(pk=actor.user_id))
    if actor and actor.party_id:
        headers.setdefault("Acting-Party", str(actor.party_id))
    if call.is_keyed:
        headers.setdefault("Idempotency-Key", str(how.get("key") or uuid4()))
    path = call.path(ids or {}) + how.get("query", "")
    method = how.get("method", call.method)
    if method in {"get", "head", "options"}:
        return getattr(client, method)(path, headers=headers)
    body = how.get("body", {})
    if call.is_multipart:
        return getattr(client, method)(path, body, format="multipart", headers=headers)
    return client.generic(method, path, json.dumps(body), content_type="application/json", headers=headers)


def _answer() -> dict[str, Any]:
    """The bank's answer to an order, with a line that fits nothing."""
    return {"file": files.upload("回盘.csv", bank_answers.table("X-3,****1234,示例,1.00,成功,"))}


def _sent_attempt(world: World) -> str:
    """The number of the attempt of the own tenant's sent payment."""
    return PaymentAttempt.objects.get(payment=world.own.things["payment"][1].ids["pk"]).number


def query_for(call: Call, world: World) -> str:
    """Return the query that a read needs."""
    if call.name != "coupon-claim-preview":
        return ""
    return f"?round={world.round.pk}&amount=1000.00"


def body_for(call: Call, world: World, thing: Thing | None = None) -> Any:
    """Return a valid body for the row."""
    made = BODIES.get(call.name, lambda world, thing: {})
    return made(world, thing or Thing(ids={}))


def _team() -> dict[str, Any]:
    return {
        "name": "示例团队甲",
        "region": "beijing",
        "project_stage": "development",
        "industry": "health",
        "legal_person": False,
        "members": [
            {"name": "李示例", "id_number": parties.make_id_number(), "student": place < 2} for place in range(3)
        ],
    }


def _terms() -> dict[str, Any]:
    return {
        "reference": "HT-2026-甲",
        "title": "电池材料测试",
        "category": "testing",
        "amount": "200000.00",
        "signed_on": TODAY.isoformat(),
        "start_on": TODAY.isoformat(),
        "end_on": (TODAY + timedelta(days=30)).isoformat(),
        "shortfall_bearer": "applicant",
        "related_party": False,
    }


def _offer() -> dict[str, Any]:
    return {"name": "晶体结构分析", "category": "testing", "description": "", "price": "800.00", "price_unit": "样"}


def _list() -> dict[str, Any]:
    table = (
        "企业名称,统一社会信用代码,证书编号,发证日期,有效期至\n示例甲有限公司,,GR202511000001,2025-12-01,2028-11-30\n"
    )
    file = files.upload("名单.csv", table.encode())
    return {"kind": "national_hnte", "published_on": "2025-12-01", "title": "第二批", "file": file}


def _project(world: World, thing: Thing) -> dict[str, Any]:
    return {
        "asks": [{"unit": world.own.unit.pk, "service": None}],
        "title": "隔膜材料测试",
        "description": "三元材料的结构表征",
        "expected_amount": "100000.00",
        "statutory_testing": False,
        "municipal_funding": False,
    }


def _seen(model: type[Round | Redemption | RedemptionBatch], thing: Thing) -> dict[str, int]:
    """Return the version of the row that the address names, as its page shows it."""
    row = model.objects.filter(pk=thing.ids.get("pk")).first()
    return {"version": row.version if row else 1}


def _invoices(world: World, thing: Thing) -> dict[str, Any]:
    invoice = {
        "code": "",
        "number": "26110000000000009999",
        "issued_on": "2026-05-20",
        "seller_uscc": world.own.unit.party.uscc,
        "buyer_uscc": world.own.firm.uscc,
        "buyer_name": world.own.firm.name,
        "amount": "2000.00",
    }
    return {"invoices": [invoice], **_seen(Redemption, thing)}


def delegation_terms() -> dict[str, Any]:
    """A new colleague who is to sign batches in the actor's name on one day."""
    today = TODAY.isoformat()
    terms = {"operations": ["batch.sign"], "from_on": today, "until_on": today, "reason": "出差"}
    return {**terms, "username": handovers.name_of(contracts.staff("finance").user_id)}


def _case(world: World, role: str) -> dict[str, Any]:
    """The formal check of a redemption, and a new member of staff for it."""
    case = {"operation": "redemption.check_form", "case_id": world.own.things["redemption"][0].ids["pk"]}
    return {**case, "username": handovers.name_of(contracts.staff(role).user_id), "reason": "有利害关系"}


def unattended_case(role: str) -> dict[str, Any]:
    """The verification of a party that every officer is tied to, and a new member of staff for it."""
    case = {"operation": "party.verify", "case_id": contracts.party(state="registered").pk}
    handovers.unattended(*case.values(), at=NOW)
    return {**case, "username": handovers.name_of(contracts.staff(role).user_id), "reason": "有利害关系"}


WORK = {
    "service": None,
    "done_on": TODAY.isoformat(),
    "hours": "8.00",
    "amount": "2000.00",
    "description": "X 射线衍射",
}
REASON = {"reason": "材料不全"}
UNTIL = (TODAY + timedelta(days=60)).isoformat()

BODIES: dict[str, Callable[[World, Thing], Any]] = {
    "job-runs": lambda world, thing: {"job": "seal_events"},
    "token-list": lambda world, thing: {"username": "nobody", "password": "wrong-password", "code": ""},
    "user-list": lambda world, thing: {"email": "new@example.org"},
    "user-complete": lambda world, thing: {
        "key": "x",
        "username": "newcomer",
        "name": "王示例",
        "password": "correct-horse-battery",
    },
    "party-verify": lambda world, thing: REASON,
    "party-refuse": lambda world, thing: REASON,
    "party-request-evidence": lambda world, thing: REASON,
    "registration-evidence": lambda world, thing: {
        "kind": "licence",
        "file": files.upload("licence.pdf", files.pdf("执照")),
    },
    "account-end": lambda world, thing: REASON,
    "account-reset": lambda world, thing: REASON,
    "party-suspend": lambda world, thing: REASON,
    "party-resume": lambda world, thing: REASON,
    "uscc-waiver-list": lambda world, thing: {"uscc": WAIVED, **REASON},
    "invitation-list": lambda world, thing: {"named": contracts.user().username, "role": "applicant_operator"},
    "me-default-party": lambda world, thing: {"party": world.own.firm.pk},
    "appointment-refuse": lambda world, thing: REASON,
    "appointment-list": lambda world, thing: {"username": contracts.user().username, "role": "auditor"},
    "takeover-list": lambda world, thing: {
        "uscc": parties.make_uscc(),
        "role": "applicant_manager",
        "reason": "原负责人已离职",
    },
    "hand-over-list": lambda world, thing: _case(world, "deputy_officer"),
    "delegation-list": lambda world, thing: delegation_terms(),
    "substitution-list": lambda world, thing: unattended_case("finance"),
    "interest-list": lambda world, thing: {
        "uscc": parties.make_uscc(),
        "relation": "relative",
        "since": TODAY.isoformat(),
    },
    "interest-correct": lambda world, thing: REASON,
    "interest-correction-confirm": lambda world, thing: REASON,
    "interest-correction-refuse": lambda world, thing: REASON,
    "team-member-refuse": lambda world, thing: REASON,
    "takeover-approve": lambda world, thing: REASON,
    "takeover-refuse": lambda world, thing: REASON,
    "unit-application-list": lambda world, thing: {
        "name": "示例研究院",
        "uscc": parties.make_uscc(),
        "category": "municipal",
        "introduction": "电镜两台",
        "contact": "郑示例 010-00000000",
    },
    "unit-application-accept": lambda world, thing: {"category": "in_beijing"},
    "unit-application-refuse": lambda world, thing: REASON,
    "organisation-list": lambda world, thing: {"name": "示例研究院", "uscc": parties.make_uscc()},
    "enterprise-list": lambda world, thing: {
        **DECLARATION,
        "name": "示例新公司",
        "uscc": parties.make_uscc(),
        "founders": [{"name": "李示例", "id_number": parties.make_id_number()}],
    },
    "enterprise-declare": lambda world, thing: {**DECLARATION, "version": 1},
    "team-list": lambda world, thing: _team(),
    "team-takeover": lambda world, thing: {"id_number": _member_number(world), **REASON},
    "team-declare": lambda world, thing: {
        **_team(),
        "name": world.own.team.name,
        "version": world.own.team.team.version,
    },
    "team-member-reveal": lambda world, thing: REASON,
    "certificate-list": lambda world, thing: {
        "party": world.own.firm.pk,
        "kind": "national_hnte",
        "number": "GR202611000001",
        "valid_from": "2026-01-01",
        "valid_until": "2028-12-31",
        "first_entry": None,
    },
    "certificate-bind": lambda world, thing: {"party": world.own.firm.pk},
    "certificate-revoke": lambda world, thing: {"revoked_on": UNTIL, **REASON},
    "certificate-import-list": lambda world, thing: _list(),
    "certificate-import-preview": lambda world, thing: _list(),
    "open-unit-enter": lambda world, thing: {
        "party": world.own.firm.pk,
        "category": "municipal",
        "introduction": "",
        "third_party_tester": False,
    },
    "open-unit-review": lambda world, thing: REASON,
    "open-unit-decide": lambda world, thing: REASON,
    "open-unit-refuse": lambda world, thing: REASON,
    "open-unit-publicise": lambda world, thing: REASON,
    "open-unit-admit": lambda world, thing: REASON,
    "open-unit-exit": lambda world, thing: {"leaves_on": UNTIL, **REASON},
    "open-unit-strike-off": lambda world, thing: REASON,
    "service-publish": lambda world, thing: {**_offer(), "name": "热分析"},
    "service-update": lambda world, thing: {**_offer(), "name": "改名", "version": 1},
    "service-unpublish": lambda world, thing: {"version": 1},
    "project-list": _project,
    "project-decline": lambda world, thing: REASON,
    "objection-file": lambda world, thing: {"objector": "王示例", "contact": "13800000000", "text": "与公示不符"},
    "objection-investigate": lambda world, thing: {"findings": "已核查"},
    "objection-decide": lambda world, thing: {"outcome": "dismissed", **REASON},
    "objection-contact": lambda world, thing: REASON,
    "sanction-list": lambda world, thing: {
        "party": world.own.firm.pk,
        "measure": "applicant_barred",
        "begins_on": TODAY.isoformat(),
        "until": UNTIL,
        **REASON,
    },
    "sanction-hear": lambda world, thing: {"statement": "无异议"},
    "sanction-answer": lambda world, thing: {"statement": "情况属实，已整改"},
    "sanction-drop": lambda world, thing: REASON,
    "sanction-propose-lifting": lambda world, thing: REASON,
    "sanction-refuse-lifting": lambda world, thing: REASON,
    "payment-answer": lambda world, thing: {
        **_outcome(thing),
        "said_on": TODAY.isoformat(),
        "file": files.upload("回单.pdf", files.pdf("银行回单")),
    },
    "bank-answer-line-match": lambda world, thing: {"number": _sent_attempt(world)},
    "manual-answer-confirm": lambda world, thing: {"version": 1},
    "manual-answer-refuse": lambda world, thing: REASON,
    "payment-order-list": lambda world, thing: {"payments": [_free_payment(world)]},
    "payment-order-sign": lambda world, thing: {"stage": "countersign"},
    "period-closing-list": lambda world, thing: {"period": f"{closings.freed()}-01"},
    "period-closing-withdraw": lambda world, thing: _own_closing(world),
    "period-closing-refuse": lambda world, thing: REASON,
    "payment-order-cancel": lambda world, thing: REASON,
    "bank-answer-list": lambda world, thing: _answer(),
    "bank-answer-preview": lambda world, thing: _answer(),
    "recovery-list": lambda world, thing: {"payment": _paid(world), "amount": "1.00", **REASON},
    "recovery-hear": lambda world, thing: {"statement": "情况属实"},
    "recovery-answer": lambda world, thing: {"statement": "情况属实"},
    "recovery-drop": lambda world, thing: REASON,
    "recovery-decide": lambda world, thing: {"first_due_on": UNTIL, "count": 2},
    "recovery-propose-write-off": lambda world, thing: REASON,
    "recovery-refuse-write-off": lambda world, thing: REASON,
    "recovery-repayments": lambda world, thing: {
        "amount": "1.00",
        "paid_on": TODAY.isoformat(),
        "reference": "回单-1",
        "file": files.upload("回单.pdf", files.pdf("回单")),
    },
    "repayment-refuse": lambda world, thing: REASON,
    "payee-account-list": lambda world, thing: {
        "holder": "示例单位",
        "holder_reason": "财务由上级单位代管",
        "bank_name": "示例银行",
        "bank_code": "999100000011",
        "number": "6200-0000-0000-1111",
    },
    "payee-account-check": lambda world, thing: {"number": account_number(thing)},
    "payee-account-confirm": lambda world, thing: {"number": account_number(thing)},
    "payee-account-refuse": lambda world, thing: REASON,
    "calculator": lambda world, thing: {"id": "1", "kind": "limit"},
    "policy-version-list": lambda world, thing: {
        "params": {**rounds.policy().params, "code": "beijing-2027", "in_force_from": TODAY.isoformat()},
        "in_force_from": TODAY.isoformat(),
    },
    "calendar-year-list": lambda world, thing: {
        "year": 2027,
        "source": "示例通知",
        "days": [{"day": "2027-01-01", "kind": "off", "name": "元旦"}],
    },
    "round-list": lambda world, thing: {
        "name": "2026年第三期",
        "policy_version": rounds.policy().pk,
        "budget": "1000.00",
        "opens_at": NOW.isoformat(),
        "closes_at": (NOW + timedelta(days=30)).isoformat(),
    },
    "round-edit": lambda world, thing: {
        "name": "2026年第二期",
        "policy_version": rounds.policy().pk,
        "budget": "2000.00",
        "opens_at": NOW.isoformat(),
        "closes_at": (NOW + timedelta(days=30)).isoformat(),
        **_seen(Round, thing),
    },
    "round-propose": lambda world, thing: _seen(Round, thing),
    "round-announce": lambda world, thing: _seen(Round, thing),
    "round-refuse": lambda world, thing: REASON,
    "budget-change-refuse": lambda world, thing: REASON,
    "appropriation-list": lambda world, thing: {"year": 2028, "amount": "1000.00", "document": "示例财〔2028〕1号"},
    "appropriation-refuse": lambda world, thing: REASON,
    "round-budget": lambda world, thing: {"budget": "95000000.00", **REASON},
    "round-close": lambda world, thing: REASON,
    "coupon-list": lambda world, thing: {"round": world.round.pk, "amount": "1000.00"},
    "revocation-list": lambda world, thing: {
        "coupons": [world.own.things["coupon"][0].ids["pk"]],
        "against": "applicant",
        **REASON,
    },
    "batch-list": lambda world, thing: {"title": "2026年第九批"},
    "batch-collect": lambda world, thing: {"redemptions": thing.body.get("redemptions", [ABSENT])},
    "batch-remove": lambda world, thing: {"redemption": thing.body.get("redemption", ABSENT)},
    "batch-summarise": lambda world, thing: _seen(RedemptionBatch, thing),
    "batch-clear": lambda world, thing: _seen(RedemptionBatch, thing),
    "batch-sign": lambda world, thing: {"stage": "countersign", **_seen(RedemptionBatch, thing)},
    "batch-send-back": lambda world, thing: REASON,
    "batch-refuse": lambda world, thing: REASON,
    "batch-approve": lambda world, thing: _seen(RedemptionBatch, thing),
    "redemption-decide": lambda world, thing: {
        "decision": "reduce",
        "amount": "500.00",
        "fault": "unit",
        **_seen(Redemption, thing),
        **REASON,
    },
    "redemption-list": lambda world, thing: {"contract": thing.body.get("contract") or _ready(world)},
    "redemption-update": lambda world, thing: {
        "actual_amount": "2000.00",
        "own_payment": None,
        **_seen(Redemption, thing),
    },
    "redemption-invoices": _invoices,
    "redemption-attachments": lambda world, thing: {
        "kind": "result",
        "file": files.upload("result.pdf", files.pdf("又一份")),
    },
    "redemption-appeal": lambda world, thing: {"text": "服务记录齐全"},
    "appeal-attachments": lambda world, thing: {"file": files.upload("appeal.pdf", files.pdf("申诉材料"))},
    "appeal-examine": lambda world, thing: {"findings": "经查属实"},
    "appeal-decide": lambda world, thing: {"outcome": "dismissed", "amount": None, **REASON},
    "redemption-adopt-records": lambda world, thing: _seen(Redemption, thing),
    "redemption-submit": lambda world, thing: _seen(Redemption, thing),
    "redemption-withdraw": lambda world, thing: {"fault": "unit", **_seen(Redemption, thing), **REASON},
    "redemption-accept": lambda world, thing: _seen(Redemption, thing),
    "redemption-return": lambda world, thing: {"fault": "unit", **_seen(Redemption, thing), **REASON},
    "contract-list": lambda world, thing: {**_terms(), "project": world.own.things["project"][1].ids["pk"]},
    "contract-update": lambda world, thing: {**_terms(), "version": thing.body.get("version", 1)},
    "contract-drop": lambda world, thing: REASON,
    "contract-offer": lambda world, thing: {"coupons": thing.body.get("coupons", [ABSENT])},
    "contract-register": lambda world, thing: {"coupons": thing.body.get("coupons", [ABSENT])},
    "contract-amend": lambda world, thing: {"amount": "260000.00", "end_on": UNTIL, **REASON},
    "contract-terminate": lambda world, thing: REASON,
    "service-record-list": lambda world, thing: WORK,
    "service-record-correct": lambda world, thing: {**WORK, "description": "改正"},
}
"""Name of an address → a valid body for a row; an empty body is valid for the others."""


def _outcome(thing: Thing) -> dict[str, str]:
    """Return what the bank may have done with a payment: a paid one it has returned."""
    paid = Payment.objects.filter(pk=thing.ids.get("pk"), state="paid").exists()
    return {"outcome": "returned", **REASON} if paid else {"outcome": "paid"}


def _paid(world: World) -> int:
    """Return a paid payment."""
    return Payment.objects.filter(state="paid").latest("pk").pk


def _free_payment(world: World) -> int:
    """Return a payment without an order."""
    return world.own.things["payment"][3].ids["pk"]


def _own_closing(world: World) -> dict[str, Any]:
    """Make the proposed closing the caller's; return the empty body."""
    closings.proposed_by(world.actor(Role.FINANCE).user_id)
    return {}


def account_number(thing: Thing | None) -> str:
    """Return the whole number of an account, which no answer contains."""
    account = PayeeAccount.objects.filter(pk=thing.ids["pk"]).first() if thing and "pk" in thing.ids else None
    return payee_accounts.number_of(account) if account else payee_accounts.NUMBER


def _member_number(world: World) -> str:
    """Return the full ID number of a member of the own team, which no answer contains."""
    return open_id_number(TeamMember.objects.filter(team_id=world.own.team.pk, bound=True).latest("pk"))


def _ready(world: World) -> int:
    return next(thing.body["contract"] for thing in world.own.things["contract"] if "contract" in thing.body)
