"""Units, services, projects and contracts, created by services; parties and users as plain rows."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

from allauth.mfa.models import Authenticator

from accounts.models import Appointment, Invitation, Membership, Party, User
from accounts.rules.roles import AUTHORITY_ROLES, MFA_ROLES, Consent
from accounts.rules.states import APPOINTMENT, INVITATION, AppointmentState, InvitationState
from accounts.services.second_factor import encrypt_secret
from core.database.transactions import write
from core.events.recording import Change, record
from core.events.transitions import move, record_beginning
from core.values.actors import Actor
from facilities.models import OpenUnit, Service
from facilities.services.services import Offer, create_service
from facilities.services.units import enter_unit
from matching.models import Project
from matching.services.projects import Ask, Need, accept_project, request_projects
from vouchers.models import Coupon, CouponOffer, ServiceContract, ServiceRecord
from vouchers.services.contracts import Terms, draft_contract, offer_coupons
from vouchers.services.registrations import register_contract
from vouchers.services.service_records import Work, add_service_record

_numbers = count(1)

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""09:00 in Beijing on 2026-03-02."""

OFFER = {
    "name": "晶体结构分析",
    "category": "testing",
    "description": "",
    "price": Decimal("800.00"),
    "price_unit": "样",
}
NEED = {
    "title": "电池材料测试",
    "description": "三元材料的结构表征",
    "expected_amount": Decimal("100000.00"),
    "statutory_testing": False,
    "municipal_funding": False,
}

TERMS = {
    "title": "电池材料测试",
    "category": "testing",
    "amount": Decimal("200000.00"),
    "signed_on": date(2026, 3, 2),
    "start_on": date(2026, 3, 2),
    "end_on": date(2026, 5, 20),
    "shortfall_bearer": "applicant",
    "related_party": False,
}
"""A contract that two coupons of 50,000 yuan may be registered on; to be redeemed by 2026-06-22."""
WORK = {
    "service_id": None,
    "done_on": date(2026, 3, 2),
    "hours": Decimal("8.00"),
    "amount": Decimal("200000.00"),
    "description": "X 射线衍射",
}


def user() -> User:
    """A user."""
    number = next(_numbers)
    return User.objects.create(username=f"person{number}", name=f"人员{number}", email=f"person{number}@example.org")


def party(*, kind: str = "organisation", name: str = "", state: str = "verified") -> Party:
    """A party, verified by default."""
    number = next(_numbers)
    name = name or f"示例单位{number}"
    row = Party.objects.create(
        kind=kind,
        name=name,
        match_name=name,
        uscc=f"91110000MA{number:08d}" if kind == "organisation" else None,
        registered_at=MONDAY,
    )
    _told(row, source="", target="registered", event="party.registered")
    if state != "registered":
        Party.objects.filter(pk=row.pk).update(state=state, decided_by=user(), decided_at=MONDAY)
        _told(row, source="registered", target=state, event="party.verified")
    return Party.objects.get(pk=row.pk)


@write
def _told(row: Party, *, source: str, target: str, event: str) -> None:
    about = {"subject_kind": "party", "subject_id": row.pk, "party_id": row.pk}
    record(Change(type=event, **about, at=MONDAY, from_state=source, to_state=target, data={"name": row.name}))


def membership_columns(who: User, role: str, *, of: Party, at: datetime, recorded: bool = True) -> dict[str, object]:
    """How a member agreed: by a confirmed appointment, as who registered the party, or by an accepted invitation.

    A party that nobody registered was registered by its first member.
    """
    if role in AUTHORITY_ROLES:
        appointment = appointed(who, role, at=at, recorded=recorded)
        return {"since": at, "consent": Consent.APPOINTED, "appointment": appointment}
    Party.objects.filter(pk=of.pk, registered_by=None).update(registered_by=who)
    if Party.objects.filter(pk=of.pk, registered_by=who).exists():
        return {"since": at, "consent": Consent.REGISTERED}
    return {"since": at, "consent": Consent.INVITED, "invitation": invited(who, role, of=of, at=at)}


@write
def invited(who: User, role: str, *, of: Party, at: datetime) -> Invitation:
    """An invitation that the person accepted, with its events."""
    row = Invitation.objects.create(
        party=of, role=role, named=who.username, user=who, invited_by=user(), invited_at=at, expires_at=at
    )
    event = {"event": "invitation.sent", "data": {"role": role}}
    record_beginning(row, machine=INVITATION, at=at, actor_id=row.invited_by_id, party_id=of.pk, **event)
    how = {"machine": INVITATION, "target": InvitationState.ACCEPTED, "columns": {"answered_at": at}}
    move([row], at=at, actor_id=who.pk, party=lambda _row: of.pk, **how)
    return row


@write
def appointed(who: User, role: str, *, at: datetime, recorded: bool = True) -> Appointment:
    """A confirmed appointment, proposed and confirmed by two other people, with its events unless not `recorded`."""
    first, second = user(), user()
    row = Appointment.objects.create(user=who, role=role, proposed_by=first, proposed_at=at)
    columns = {"decided_by_id": second.pk, "decided_at": at}
    if recorded:
        data = {"user": who.pk, "role": role, "origin": row.origin, "proposed_by": first.pk}
        of = Party.objects.filter(kind="authority").values_list("pk", flat=True).first()
        record_beginning(
            row, machine=APPOINTMENT, event="appointment.proposed", at=at, actor_id=first.pk, party_id=of, data=data
        )
        how = {"machine": APPOINTMENT, "target": AppointmentState.CONFIRMED, "at": at, "actor_id": second.pk}
        move([row], columns=columns, **how)
    else:
        Appointment.objects.filter(pk=row.pk).update(state=AppointmentState.CONFIRMED, **columns)
    return row


def set_up_second_factor(who: User) -> None:
    """Set up a second factor, unless there is one."""
    data = {"secret": encrypt_secret("JBSWY3DPEHPK3PXP")}
    Authenticator.objects.get_or_create(user=who, type=Authenticator.Type.TOTP, defaults={"data": data})


def acting(for_party: Party, role: str, *, person: User | None = None) -> Actor:
    """A new or given user, acting for the party in one role."""
    who = person or user()
    if role in MFA_ROLES:
        set_up_second_factor(who)
    agreed = membership_columns(who, role, of=for_party, at=MONDAY)
    Membership.objects.create(user=who, party=for_party, role=role, **agreed)
    return Actor(user_id=who.pk, party_id=for_party.pk, party_name=for_party.name, roles=frozenset({role}))


def staff(role: str) -> Actor:
    """A staff user."""
    authority = Party.objects.filter(kind="authority").first() or party(kind="authority", name="示例主管部门")
    return acting(authority, role)


def unit(*, for_party: Party | None = None, category: str = "municipal", at: datetime = MONDAY) -> OpenUnit:
    """An open unit: municipal ones are admitted."""
    row = for_party or party()
    return enter_unit(
        party_id=row.pk, category=category, introduction="", third_party_tester=False, actor_id=user().pk, at=at
    )


def service(of: OpenUnit, *, at: datetime = MONDAY, **changes: object) -> Service:
    """A published service."""
    offer = Offer(**{**OFFER, **changes})
    return create_service(unit_id=of.pk, offer=offer, actor_id=user().pk, at=at)


def project(
    *, applicant: Party, of: OpenUnit, at: datetime = MONDAY, accepted: bool = True, **changes: object
) -> Project:
    """A project requested of the unit, accepted by default."""
    asked = request_projects(
        applicant_id=applicant.pk,
        asks=[Ask(unit_id=of.pk)],
        need=Need(**{**NEED, **changes}),
        actor_id=user().pk,
        at=at,
    )[0]
    return accept_project(project_id=asked.pk, unit_id=of.pk, actor_id=user().pk, at=at) if accepted else asked


def terms(**changes: object) -> Terms:
    """The terms of a contract, with a unique reference."""
    return Terms(**{"reference": f"HT-{next(_numbers):05d}", **TERMS, **changes})


def draft(*, applicant: Party, of: OpenUnit, at: datetime = MONDAY, **changes: object) -> ServiceContract:
    """A draft contract; `statutory_testing` and `municipal_funding` are declared with its project."""
    declared = {name: changes.pop(name) for name in ("statutory_testing", "municipal_funding") if name in changes}
    asked = project(applicant=applicant, of=of, at=at, title=changes.get("title", NEED["title"]))
    if declared:  # as before such requests were refused
        Project.objects.filter(pk=asked.pk).update(**declared)
    return draft_contract(project_id=asked.pk, unit_id=of.pk, terms=terms(**changes), actor_id=user().pk, at=at)


def offer(row: ServiceContract, *coupons: Coupon, at: datetime = MONDAY) -> ServiceContract:
    """Offer these coupons for the contract, as the applicant."""
    ids = [coupon.pk for coupon in coupons]
    return offer_coupons(contract_id=row.pk, applicant_id=row.applicant_id, coupon_ids=ids, actor_id=user().pk, at=at)


def offer_unchecked(row: ServiceContract, *coupons: Coupon, at: datetime = MONDAY) -> ServiceContract:
    """Offers of coupons whose sum was not tested, as the registration must expect them."""
    CouponOffer.objects.bulk_create(
        CouponOffer(contract=row, coupon=coupon, offered_by=user(), at=at) for coupon in coupons
    )
    return row


def register(row: ServiceContract, *coupons: Coupon, at: datetime = MONDAY) -> ServiceContract:
    """Register these coupons on the contract, as the unit."""
    ids = [coupon.pk for coupon in coupons]
    return register_contract(contract_id=row.pk, unit_id=row.unit_id, coupon_ids=ids, actor_id=user().pk, at=at)


def registered(
    *coupons: Coupon, of: OpenUnit | None = None, at: datetime = MONDAY, **changes: object
) -> ServiceContract:
    """A contract with these coupons of one applicant offered and registered."""
    row = draft(applicant=coupons[0].applicant, of=of or unit(), at=at, **changes)
    offer(row, *coupons, at=at)
    return register(row, *coupons, at=at)


def work(row: ServiceContract, *, at: datetime = MONDAY, **changes: object) -> ServiceRecord:
    """A service record of the contract."""
    return add_service_record(
        contract_id=row.pk, unit_id=row.unit_id, work=Work(**{**WORK, **changes}), actor_id=user().pk, at=at
    )
