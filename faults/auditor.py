"""Compare the answers that clients received with database, files and mails. Shares no code with the system.

python -m faults.auditor FOLDER DATABASE_URL   prints one finding per line; exit 1 if there is one.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import psycopg

from faults.evidence import Case, read_faults, read_journals, read_mails
from faults.letters import audit_mails

EXPECTED = {
    "claim": {201},
    "claim of the last money": {201, 409},
    "return": {200},
    "too much": {409},
    "key used again": {409},
    "ask": {201},
    "agree": {200},
    "draft": {201},
    "offer": {200},
    "register": {200},
    "record": {201},
    "complete": {200},
    "accept results": {200},
    "redeem": {201},
    "amounts": {200},
    "invoices": {200},
    "upload": {201},
    "submit": {200},
    "send back": {200},
    "accept": {200},
    "job": {201, 409},
}
COUPON_STATE = {
    "claim": "claimed",
    "claim of the last money": "claimed",
    "return": "returned",
    "register": "registered",
    "submit": "in_redemption",
}
NAMED = (
    ("ask", "matching_project", "title"),
    ("draft", "vouchers_servicecontract", "reference"),
    ("record", "vouchers_servicerecord", "description"),
)
"""Rows that a client gave a unique name: step, table, column."""
REDEMPTION_STATE = {"redeem": "draft", "submit": "submitted", "send back": "returned", "accept": "accepted"}
EVENTS = {
    "claim": ("coupon", "coupon.claimed"),
    "claim of the last money": ("coupon", "coupon.claimed"),
    "return": ("coupon", "coupon.returned"),
    "agree": ("project", "project.accepted"),
    "draft": ("contract", "contract.drafted"),
    "register": ("contract", "contract.registered"),
    "complete": ("contract", "contract.completed"),
    "redeem": ("redemption", "redemption.drafted"),
    "submit": ("redemption", "redemption.submitted"),
    "send back": ("redemption", "redemption.returned"),
    "accept": ("redemption", "redemption.accepted"),
}
"""Step → the event that it writes, exactly once for each acknowledged request."""

WAITING = {
    "a reaction waits": "SELECT id, handler, attempts, dead, last_error FROM core_outboxitem",
    "a run of a job waits": """
        SELECT id, job, state, attempts FROM core_jobrun WHERE state IN ('queued', 'running')
            AND queued_at < to_timestamp(%(ended)s)
    """,
    "a job has failed": """
        SELECT id, job, attempts, error FROM core_jobrun r WHERE state = 'failed'
            AND NOT EXISTS (SELECT 1 FROM core_jobrun n WHERE n.job = r.job AND n.id > r.id)
    """,
    "a mail waits": """
        SELECT id, mail_attempts, mail_error FROM core_notification WHERE mail_wanted AND mailed_at IS NULL
    """,
}
"""Queries that return nothing once the site has settled; `ended` is the end of the last fault."""

Findings = Iterator[str]


def audit(case: Case) -> list[str]:
    """Return every finding, a sentence with the ids."""
    return [finding for check in CHECKS for finding in check(case)]


def audit_answers(case: Case) -> Findings:
    """Every request has an answer in the end, and its status is one that the step allows, never 500."""
    for request in case.requests:
        tries = [row["status"] for row in request.unknown]
        if 500 in tries:
            yield f"answered 500: {request.step} {request.key}"
        if request.answer is None:
            yield f"still unknown: {request.step} {request.key} after {tries}"
        elif request.status not in EXPECTED[request.step]:
            yield f"wrong answer: {request.step} {request.key}: {request.status} {request.answer['body']}"


def audit_promises(case: Case) -> Findings:
    """After an answer that nothing was changed, no later attempt finds the request done."""
    for request in case.requests:
        replayed = bool(request.answer and request.answer["replayed"])
        sure = request.unknown and all(row["status"] == 503 and _says_unchanged(row) for row in request.unknown)
        if replayed and sure:
            yield f"answered that nothing was changed, but it was done: {request.step} {request.key}"


def _says_unchanged(row: dict[str, object]) -> bool:
    return json.dumps(row.get("body"), ensure_ascii=False).count("未作任何更改") > 0


def audit_keys(case: Case) -> Findings:
    """Each acknowledged key is stored with its answer; no refused or unknown key is stored."""
    sql = "SELECT actor_id, key::text, status, NULLIF(body, '')::jsonb AS body FROM core_idempotencykey"
    kept = {(row["actor_id"], row["key"]): row for row in case.rows(sql)}
    known = set()
    for request in case.requests:
        name = (request.user, request.key)
        known.add(name)
        row = kept.get(name)
        if request.step == "key used again":
            continue
        if request.done and row is None:
            yield f"acknowledged but the key is not stored: {request.step} {request.key}"
        elif request.done and row and (row["status"], row["body"]) != (request.status, request.result):
            yield f"stored another answer than was given: {request.step} {request.key}"
        elif request.answer and not request.done and row is not None:
            yield f"refused but the key is stored: {request.step} {request.key}"
    for actor, key in kept.keys() - known:
        if key not in case.first_keys:
            yield f"stored under a key that no client sent: {key} of user {actor}"


def audit_repeats(case: Case) -> Findings:
    """A repeat under the same key gets the same answer."""
    for request in case.requests:
        for row in request.again:
            if (row["status"], row["body"], row["replayed"]) != (request.status, request.result, True):
                yield f"another answer to a repeat: {request.step} {request.key}: {row['status']} {row['body']}"


def audit_coupons(case: Case) -> Findings:
    """Each acknowledged coupon is stored once, with its amount, in its last acknowledged state; there are no others."""
    sql = "SELECT id, applicant_id, round_id, amount, state FROM vouchers_coupon WHERE id > %s"
    there = {row["id"]: row for row in case.rows(sql, [case.last_coupon])}
    acknowledged = Counter(request.result["id"] for request in case.done("claim", "claim of the last money"))
    states = _last_states(case, COUPON_STATE, "coupon", "coupons")
    for request in case.done("claim", "claim of the last money"):
        coupon = request.result["id"]
        row = there.get(coupon)
        meant = (request.party, request.body["round"], Decimal(request.body["amount"]))
        if row is None:
            yield f"lost: coupon {coupon}, acknowledged under {request.key}"
        elif (row["applicant_id"], row["round_id"], row["amount"]) != meant:
            yield f"differs from the request: coupon {coupon} under {request.key}: {row}"
        elif row["state"] != states[coupon]:
            yield f"in another state than acknowledged: coupon {coupon} is {row['state']}, not {states[coupon]}"
    for coupon, count in acknowledged.items():
        if count > 1:
            yield f"acknowledged under {count} keys: coupon {coupon}"
    for coupon in there.keys() - acknowledged.keys():
        yield f"doubled: coupon {coupon} is stored but was never acknowledged"


def _last_states(case: Case, steps: dict[str, str], *names: str) -> dict[int, str]:
    """Return id → the state after the last acknowledged step."""
    found: dict[int, str] = {}
    for request in case.done(*steps):
        about = [request.about[name] for name in names if name in request.about] or [request.result.get("id")]
        for ids in about:
            found |= dict.fromkeys(ids if isinstance(ids, list) else [ids], steps[request.step])
    return found


def audit_redemptions(case: Case) -> Findings:
    """Each acknowledged redemption is stored, alone on its contract, in its last acknowledged state."""
    there = {row["id"]: row for row in case.rows("SELECT id, contract_id, state FROM redemptions_redemption")}
    states = _last_states(case, REDEMPTION_STATE, "redemption")
    for redemption, state in states.items():
        row = there.get(redemption)
        if row is None:
            yield f"lost: redemption {redemption}"
        elif row["state"] != state:
            yield f"in another state than acknowledged: redemption {redemption} is {row['state']}, not {state}"
    for redemption in there.keys() - states.keys():
        yield f"doubled: redemption {redemption} is stored but was never acknowledged"


def audit_made(case: Case) -> Findings:
    """Each acknowledged project, contract and service record is stored once, by the unique name the client gave it."""
    for step, table, column in NAMED:
        names = {request.body[column] for request in case.requests if request.step == step}
        there = Counter(row["name"] for row in case.rows(f"SELECT {column} AS name FROM {table}"))
        done = {request.body[column] for request in case.done(step)}
        for name in names | set(there):
            if there[name] != (name in done):
                yield f"{there[name]} rows instead of {int(name in done)}: {step} {name}"


def audit_events(case: Case) -> Findings:
    """Each acknowledged step wrote its event exactly once."""
    sql = "SELECT type, subject_id, count(*) AS count FROM core_event GROUP BY type, subject_id"
    there = {(row["type"], row["subject_id"]): row["count"] for row in case.rows(sql)}
    acknowledged: Counter[tuple[str, int]] = Counter()
    for request in case.done(*EVENTS):
        subject, event = EVENTS[request.step]
        acknowledged[(event, int(request.about.get(subject) or request.result["id"]))] += 1
    for (event, subject_id), count in acknowledged.items():
        if there.get((event, subject_id), 0) != count:
            yield f"{there.get((event, subject_id), 0)} events instead of {count}: {event} of {subject_id}"


def audit_uploads(case: Case) -> Findings:
    """Each acknowledged upload has its row and its file; there is no other row, and no row without a file."""
    there = {row["id"]: row for row in case.rows("SELECT id, sha256, size, path FROM core_attachment")}
    acknowledged = {request.result["id"]: request for request in case.done("upload")}
    for attachment, request in acknowledged.items():
        row = there.get(attachment)
        if row is None or row["sha256"] != request.body["sha256"]:
            yield f"lost: file {attachment}, acknowledged under {request.key}"
    for attachment in there.keys() - acknowledged.keys():
        yield f"doubled: file {attachment} is stored but was never acknowledged"
    for row in there.values():
        place = case.uploads / row["path"]
        if not place.exists() or place.stat().st_size != row["size"]:
            yield f"not whole on the disk: file {row['id']} at {row['path']}"


def audit_orphans(case: Case) -> Findings:
    """A file without a row comes only from an upload with an unknown outcome; the sweep removes such files."""
    known = {row["path"] for row in case.rows("SELECT path FROM core_attachment")}
    files = [path for path in case.uploads.glob("attachments/*/*") if path.is_file()]
    orphans = sum(path.relative_to(case.uploads).as_posix() not in known for path in files)
    unknown = sum(len(request.unknown) for request in case.requests if request.step == "upload")
    if orphans > unknown:
        yield f"{orphans} files without a row, but only {unknown} uploads with an unknown outcome"


def audit_books(case: Case) -> Findings:
    """The counters of each round and of each applicant's year equal the sums of movements and coupons."""
    sql = """
        SELECT r.id, budget, free, held, approved + paid + forfeited AS rest,
            (SELECT coalesce(sum(amount), 0) FROM vouchers_coupon c WHERE c.round_id = r.id
                AND state IN ('claimed', 'registered', 'in_redemption')) AS coupons,
            (SELECT coalesce(sum(CASE WHEN target = 'held' THEN amount WHEN source = 'held' THEN -amount END), 0)
                FROM vouchers_movement m WHERE m.round_id = r.id) AS moved
        FROM vouchers_round r
    """
    for row in case.rows(sql):
        if (
            not row["held"] == row["coupons"] == row["moved"]
            or row["budget"] != row["free"] + row["held"] + row["rest"]
        ):
            yield f"round {row['id']} does not add up: {row}"
    sql = """
        SELECT u.applicant_id, used, coalesce(sum(amount) FILTER (WHERE state NOT IN ('returned', 'lapsed')), 0) AS coupons
        FROM vouchers_annualuse u LEFT JOIN vouchers_coupon c USING (applicant_id, year) GROUP BY u.id
    """
    for row in case.rows(sql):
        if row["used"] != row["coupons"]:
            yield f"the year of applicant {row['applicant_id']} does not add up: {row}"


def audit_settled(case: Case) -> Findings:
    """No outbox item is pending or dead, no job run failed or stuck, no mail pending."""
    for what, sql in WAITING.items():
        for row in case.rows(sql, {"ended": case.ended}):
            yield f"{what}: {row}"


def audit_jobs(case: Case) -> Findings:
    """Each acknowledged job run is stored once."""
    there = {row["id"] for row in case.rows("SELECT id FROM core_jobrun")}
    for request in case.done("job"):
        if request.result["id"] not in there:
            yield f"lost: job run {request.result['id']}"


CHECKS: tuple[Callable[[Case], Findings], ...] = (
    audit_answers,
    audit_promises,
    audit_keys,
    audit_repeats,
    audit_coupons,
    audit_redemptions,
    audit_made,
    audit_events,
    audit_uploads,
    audit_orphans,
    audit_books,
    audit_settled,
    audit_jobs,
    audit_mails,
)


def main() -> int:
    folder, url = Path(sys.argv[1]), sys.argv[2]
    world = json.loads((folder / "world.json").read_text())
    with psycopg.connect(url, autocommit=True) as connection:
        case = Case(
            requests=read_journals(sorted(folder.glob("journal-*.jsonl"))),
            mails=read_mails(folder / "mails"),
            faults=read_faults(folder / "faults.jsonl"),
            connection=connection,
            uploads=folder / "uploads",
            ended=float((folder / "finish").read_text()),
            last_coupon=world["last_coupon"],
            first_keys=frozenset(world["keys"]),
        )
        found = audit(case)
    for finding in found:
        print(finding)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
