"""Audit of mails: each required mail was sent, and none twice without a fault that explains it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from faults.evidence import Case, Mail, Row

MAILED = {
    "coupon.lapsed": "applicant",
    "project.requested": "unit",
    "project.accepted": "applicant",
    "contract.drafted": "applicant",
    "contract.coupons_offered": "unit",
    "contract.registered": "applicant",
    "contract.completed": "applicant",
    "contract.results_accepted": "unit",
    "redemption.returned": "unit",
}
"""Event → whose members get a mail about it."""
ONCE_A_SUBJECT = ["coupon.lapsed"]
"""Events with one mail per subject; the others have one per event. Both kinds of id overlap, so their dedup keys differ."""
ROLES = {
    "applicant": ["applicant_manager", "applicant_operator"],
    "unit": ["unit_manager", "unit_operator"],
}
MARKING_SECONDS = 20.0
"""An accepted mail is marked as sent within these seconds, unless a fault intervenes."""
BETWEEN = ("worker", "backend", "postgres", "mail server", "valkey")
"""Targets of faults that can hit between the acceptance of a mail and its mark: SMTP has no transaction, so it is sent again."""


def audit_mails(case: Case) -> Iterator[str]:
    """Every required mail was accepted once, under the Message-ID of its notification, and no other mail was.

    Twice only if a fault hit between its acceptance and its mark.
    """
    by_id: dict[str, list[Mail]] = defaultdict(list)
    for mail in case.mails:
        by_id[mail.message_id].append(mail)
    for number, receiver in _receivers(case):
        mails = by_id.pop(f"<notification-{number}@faults.example>", [])
        if not mails:
            yield f"no mail: notification {number} to {receiver}"
        elif {mail.to for mail in mails} != {receiver}:
            yield f"to a wrong receiver: notification {number} to {[mail.to for mail in mails]}"
        yield from _doubles(case, number, mails)
    for message_id in by_id:
        yield f"a mail without a notification: {message_id}"
    yield from _missing_notifications(case)


def count_doubles(mails: Sequence[Mail]) -> int:
    """Return the number of mails accepted more than once."""
    return sum(count > 1 for count in Counter(mail.message_id for mail in mails).values())


def _receivers(case: Case) -> Iterator[tuple[int, str]]:
    sql = """
        SELECT n.id, u.email FROM core_notification n JOIN accounts_user u ON u.id = n.user_id
        WHERE n.mail_wanted ORDER BY n.id
    """
    yield from ((row["id"], row["email"]) for row in case.rows(sql))


def _missing_notifications(case: Case) -> Iterator[str]:
    """Yield events that lack a required notification, and duplicate notifications."""
    sql = """
        SELECT e.id, e.type, m.user_id, (SELECT count(*) FROM core_notification n WHERE n.user_id = m.user_id
            AND n.dedup = e.type || ':' || CASE WHEN e.type = ANY(%s) THEN e.subject_id ELSE e.id END
            AND n.kind = e.type AND n.mail_wanted) AS found
        FROM core_event e
        LEFT JOIN matching_project p ON e.subject_kind = 'project' AND p.id = e.subject_id
        LEFT JOIN vouchers_servicecontract c ON e.subject_kind = 'contract' AND c.id = e.subject_id
        LEFT JOIN redemptions_redemption r ON e.subject_kind = 'redemption' AND r.id = e.subject_id
        JOIN accounts_membership m ON m.ended_at IS NULL AND m.role = ANY(%s) AND m.party_id = CASE WHEN %s = 'unit'
            THEN coalesce(p.unit_id, c.unit_id, r.unit_id) ELSE coalesce(p.applicant_id, c.applicant_id, e.party_id) END
        WHERE e.type = ANY(%s)
    """
    for side, roles in ROLES.items():
        types = [event for event, whose in MAILED.items() if whose == side]
        for row in case.rows(sql, [ONCE_A_SUBJECT, roles, side, types]):
            if row["found"] != 1:
                yield f"{row['found']} notifications instead of 1: user {row['user_id']} of {row['type']} {row['id']}"


def _doubles(case: Case, number: int, mails: Sequence[Mail]) -> Iterator[str]:
    for first in mails[:-1]:
        if not any(_hits_between(fault, first.at) for fault in case.faults):
            yield f"sent twice without a fault between: notification {number}, accepted at {first.at:.1f}"


def _hits_between(fault: Row, at: float) -> bool:
    near = fault["from"] - 1.0 <= at + MARKING_SECONDS and fault["to"] + 1.0 >= at
    return near and any(word in fault["kind"] for word in BETWEEN)
