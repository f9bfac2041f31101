"""政策草案的核对: what the parameters of a draft may not say together, although each can be read (article 8). Pure.

The checks read plain data, so that a draft with a wrong field is still told of every other error. A stored version was
checked when it was drafted and when it was approved; `parse_policy` alone reads it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from core.values.errors import Refusal, Refused
from core.values.money import is_amount, parse_yuan, yuan
from vouchers.rules.policies import CLASSES, DEADLINE_STARTS, GRADES, Policy, parse_policy

Names = Mapping[str, Sequence[str]]
"""Each list of names in a policy, with the names that the system knows. A name that nobody can have excludes everybody."""
TIERS = "yearly_limit.tiers"
FIXED_DEADLINES = ("register_by", "valid_until", "redeem_by")
"""Deadlines that may be one day for all, in the order in which they pass. The others begin anew with each case."""
BOUNDS: Mapping[str, tuple[int, int]] = {
    "enterprise.max_age_years": (0, 200),
    "enterprise.max_staff": (0, 1_000_000),
    "experts": (1, 15),
}
"""Whole numbers that have a least and a most possible value."""
STAGE_ORDER: Mapping[str, tuple[str, ...]] = {
    "batch": ("clear", "endorse", "countersign", "approve"),
    "payment_order": ("endorse", "countersign", "approve"),
}
"""The stages of each approval, in the only order in which they may stand."""
STAGE_ENDS: Mapping[str, tuple[tuple[int, str], ...]] = {
    "batch": ((0, "clear"), (-1, "approve")),
    "payment_order": ((-1, "approve"),),
}
"""The stages that are always needed: place and name."""
STAGE_ROLES: Mapping[str, tuple[str, ...]] = {
    "clear": ("case_officer", "deputy_officer", "approver"),
    "approve": ("approver",),
}
"""The roles that a stage may name, where not every role may."""
YEARS = range(2000, 2100)
"""The years of a policy's days."""

_WHOLE = re.compile(r"1(\.0+)?")
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def check_policy(
    data: object, *, names: Names, in_force_from: date | None = None, in_force_since: date | None = None
) -> Policy:
    """Return the policy of a draft. Refused: `policy_invalid`, then every error of every parameter, in one answer.

    `names` are the known names of every list; those of each tier's certificates are under "yearly_limit.tiers".
    `in_force_from` is the first day as said beside the parameters, `in_force_since` that of the version now in force.
    """
    errors, draft = _unread(data), _Draft(data)
    unread = {error.field for error in errors}
    found = (*_contradictions(draft, names), *_start_errors(draft, said=in_force_from, since=in_force_since))
    errors += [error for error in found if error.field not in unread]
    if errors:
        path = errors[0].field
        params = {"path": path or "", "reason": errors[0].code}
        raise Refused([Refusal(code="policy_invalid", field=path, params=params), *errors], kind="invalid")
    return parse_policy(data)


def _unread(data: object) -> list[Refusal]:
    """Return the errors of the parameters that cannot be read one by one."""
    try:
        parse_policy(data)
    except Refused as bad:
        return list(bad.refusals[1:])
    return []


class _Draft:
    """Plain parameters, of which some may be missing or wrong: each look-up gives the value or None."""

    def __init__(self, data: object) -> None:
        self.data = data

    def at(self, path: str) -> object:
        """Return the value at a path like "yearly_limit.tiers.0.limit"."""
        found: object = self.data
        for name in path.split("."):
            if isinstance(found, Mapping):
                found = found.get(name)
            elif isinstance(found, list | tuple) and name.isdigit():
                found = found[int(name)]
            else:
                return None
        return found

    def items(self, path: str) -> list[tuple[str, object]]:
        """Return the items of a list, each with its path."""
        found = self.at(path)
        return (
            [(f"{path}.{place}", item) for place, item in enumerate(found)] if isinstance(found, list | tuple) else []
        )

    def amount(self, path: str) -> Decimal | None:
        found = self.at(path)
        try:
            amount = parse_yuan(found) if isinstance(found, str) else None
        except ValueError:
            return None
        return amount if amount is not None and is_amount(amount) else None

    def day(self, path: str) -> date | None:
        found = self.at(path)
        try:
            return date.fromisoformat(found) if isinstance(found, str) and len(found) == len("2026-03-02") else None
        except ValueError:
            return None


def _contradictions(draft: _Draft, names: Names) -> Iterator[Refusal]:
    yield from _code_errors(draft)
    yield from _name_errors(draft, names)
    yield from _number_errors(draft)
    yield from _amount_errors(draft)
    yield from _tier_errors(draft)
    yield from _deadline_errors(draft)
    yield from _invoice_errors(draft)
    yield from _subsidy_errors(draft)
    yield from _stage_errors(draft)


def _code_errors(draft: _Draft) -> Iterator[Refusal]:
    code = draft.at("code")
    if isinstance(code, str) and code.strip() and not _CODE.fullmatch(code):
        yield _refuse("field_code", "code")


def _name_errors(draft: _Draft, names: Names) -> Iterator[Refusal]:
    tiers = {f"{path}.certificates": names[TIERS] for path, _tier in draft.items(TIERS)}
    for path, known in {**names, **tiers}.items():
        for place, name in draft.items(path):
            if isinstance(name, str) and name not in known:
                yield _refuse("field_choice", place, among=", ".join(known))


def _number_errors(draft: _Draft) -> Iterator[Refusal]:
    for path, (least, most) in BOUNDS.items():
        number = draft.at(path)
        if type(number) is int and not least <= number <= most:
            yield _refuse("field_whole", path, least=least, most=most)
    share = draft.at("team.student_share")
    if isinstance(share, str) and _WHOLE.fullmatch(share):
        yield _refuse("policy_share_unreachable", "team.student_share")


def _amount_errors(draft: _Draft) -> Iterator[Refusal]:
    cap, smallest = draft.amount("coupon_cap"), draft.amount("coupon_smallest")
    if cap is not None and smallest is not None and smallest > cap:
        yield _refuse("policy_smallest_above_cap", "coupon_smallest", value=yuan(smallest), limit=yuan(cap))
    for path in ("yearly_limit.enterprise", "yearly_limit.team"):
        limit = draft.amount(path)
        if cap is not None and limit is not None and cap > limit:
            yield _refuse("policy_cap_above_limit", "coupon_cap", value=yuan(cap), limit=yuan(limit), other=path)


def _tier_errors(draft: _Draft) -> Iterator[Refusal]:
    base = draft.amount("yearly_limit.enterprise")
    seen: set[object] = set()
    for path, _tier in draft.items(TIERS):
        limit = draft.amount(f"{path}.limit")
        if base is not None and limit is not None and limit <= base:
            yield _refuse("policy_tier_below_base", f"{path}.limit", value=yuan(limit), limit=yuan(base))
        for place, kind in draft.items(f"{path}.certificates"):
            if isinstance(kind, str) and kind in seen:
                yield _refuse("policy_certificate_twice", place, value=kind)
            seen |= {kind} if isinstance(kind, str) else set()


def _deadline_errors(draft: _Draft) -> Iterator[Refusal]:
    for name in DEADLINE_STARTS:
        rule = draft.at(f"deadlines.{name}")
        if name not in FIXED_DEADLINES and isinstance(rule, Mapping) and "fixed" in rule:
            yield _refuse("policy_period_needed", f"deadlines.{name}")
    last, before = draft.day("in_force_from"), "in_force_from"
    for name in FIXED_DEADLINES:
        path = f"deadlines.{name}.fixed"
        day = draft.day(path)
        if day is not None and day.year not in YEARS:
            yield _refuse("field_year", path, least=YEARS[0], most=YEARS[-1])
        elif day is not None:
            if last is not None and day < last:
                yield _refuse("policy_day_before", path, value=day.isoformat(), limit=last.isoformat(), other=before)
            last, before = day, path


def _invoice_errors(draft: _Draft) -> Iterator[Refusal]:
    kinds = draft.at("evidence")
    tested = draft.at("invoice_total") in ("payable", "actual_amount")
    if tested and isinstance(kinds, list | tuple) and "invoice" not in kinds:
        yield _refuse("policy_invoice_needed", "evidence")


def _subsidy_errors(draft: _Draft) -> Iterator[Refusal]:
    for unit_class in CLASSES:
        above: Decimal | None = None
        for grade in GRADES:
            path = f"subsidy.caps.{unit_class}.{grade}"
            cap = draft.amount(path)
            if cap is not None and above is not None and cap > above:
                yield _refuse("policy_grade_above_better", path, value=yuan(cap), limit=yuan(above))
            above = cap if cap is not None else above


def _stage_errors(draft: _Draft) -> Iterator[Refusal]:
    for kind, ends in STAGE_ENDS.items():
        items = draft.items(f"approval.{kind}")
        if draft.at(f"approval.{kind}") in ([], ()):
            yield from (_refuse("policy_stage_end", f"approval.{kind}", value=name) for _place, name in ends)
        for path, _stage in items:
            yield from _role_errors(draft, path)
        names = [draft.at(f"{path}.stage") for path, _stage in items]
        if not items or not all(isinstance(name, str) for name in names):
            continue
        for place, name in ends:
            if names[place] != name or draft.amount(f"{items[place][0]}.above") is not None:
                yield _refuse("policy_stage_end", items[place][0], value=name)
        order = [name for name in STAGE_ORDER[kind] if name in names]
        if [name for name in names if name in STAGE_ORDER[kind]] != order or set(names) - set(order):
            yield _refuse("policy_stage_order", f"approval.{kind}", among=", ".join(STAGE_ORDER[kind]))


def _role_errors(draft: _Draft, path: str) -> Iterator[Refusal]:
    known = STAGE_ROLES.get(str(draft.at(f"{path}.stage")), ())
    for place, role in draft.items(f"{path}.roles"):
        if known and isinstance(role, str) and role not in known:
            yield _refuse("field_choice", place, among=", ".join(known))


def _start_errors(draft: _Draft, *, said: date | None, since: date | None) -> Iterator[Refusal]:
    first = draft.day("in_force_from")
    if first is None:
        return
    if first.year not in YEARS:
        yield _refuse("field_year", "in_force_from", least=YEARS[0], most=YEARS[-1])
    if said is not None and said != first:
        yield _refuse("policy_two_first_days", "in_force_from", value=first.isoformat(), said=said.isoformat())
    if since is not None and first < since:
        yield _refuse("policy_older_than_current", "in_force_from", value=first.isoformat(), limit=since.isoformat())


def _refuse(code: str, field: str, **params: str | int) -> Refusal:
    return Refusal(code=code, field=field, params={"field": field, **params})
