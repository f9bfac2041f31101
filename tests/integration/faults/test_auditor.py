"""The auditor of `make faults`: a correct case has no finding, and each kind of corruption has one."""

from uuid import uuid4

import psycopg
import pytest
from django.core import mail as sent
from django.db import connection

from core.events.outbox import deliver_outbox
from core.models import IdempotencyKey
from core.notifications.mail import send_mails
from faults.auditor import audit
from faults.evidence import Case, read_journals, read_mails
from faults.journal import Journal
from faults.letters import ROLES
from faults.sink import keep
from tests.factories.api import Caller
from tests.factories.contracts import MONDAY, acting, unit
from tests.factories.rounds import enterprise, round_

pytestmark = pytest.mark.django_db(transaction=True)


class World:
    """A firm that claims and requests a project, its client's journal, and the stored mails."""

    def __init__(self, folder):
        self.folder, self.mails = folder, folder / "mails"
        self.mails.mkdir()
        self.journal = Journal(folder / "journal.jsonl")
        self.lab = unit()
        acting(self.lab.party, ROLES["unit"][0])
        self.actor = acting(enterprise(), "applicant_manager")
        self.round = round_()

    def send(self, step, path, body, *, answered=True, **about):
        key = str(uuid4())
        who = {"user": self.actor.user_id, "party": self.actor.party_id, "client": 1}
        self.journal.write("intend", key=key, step=step, path=path, body=body, **who, **about)
        answer = Caller(self.actor).post(path, body, key=key)
        if answered:
            self.journal.write("answer", key=key, status=answer.status_code, body=answer.json(), replayed=False)
        return {"key": key, "status": answer.status_code, "body": answer.json()}

    def claim(self, amount="1000.37", **about):
        return self.send("claim", "coupons/", {"round": self.round.pk, "amount": amount}, **about)

    def ask(self):
        title = str(uuid4())
        need = {"title": title, "description": "示例", "expected_amount": "10.00"}
        flags = {"statutory_testing": False, "municipal_funding": False}
        return self.send("ask", "projects/", {"asks": [{"unit": self.lab.pk}], **need, **flags})

    def settle(self):
        deliver_outbox(at=MONDAY)
        send_mails(at=MONDAY, progress=lambda count: None)
        for mail in sent.outbox:
            keep(self.mails, mail.to, mail.message().as_bytes())

    def findings(self, *, faults=(), first_keys=()):
        requests = read_journals([self.folder / "journal.jsonl"])
        with psycopg.connect(**_address(), autocommit=True) as other:
            case = Case(
                requests=requests,
                mails=read_mails(self.mails),
                faults=faults,
                connection=other,
                uploads=self.folder,
                first_keys=frozenset(map(str, first_keys)),
            )
            return audit(case)


def _address():
    known = connection.settings_dict
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    return {name: known[column] for name, column in names.items()}


@pytest.fixture
def world(tmp_path, time_machine, settings):
    settings.DEFAULT_FROM_EMAIL = "vouchers@faults.example"
    time_machine.move_to(MONDAY)  # and goes on: the sink names a mail by the moment it came
    return World(tmp_path)


def execute(*statements):
    """Execute SQL with triggers disabled."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("RESET session_replication_role")


def test_a_case_in_order_has_no_findings(world):
    world.claim()
    world.ask()
    world.settle()
    assert world.findings() == []


def test_a_lost_coupon_is_named(world):
    lost, kept = world.claim()["body"]["id"], world.claim("5.00")["body"]["id"]
    execute(f"DELETE FROM vouchers_movement WHERE coupon_id = {lost}", f"DELETE FROM vouchers_coupon WHERE id = {lost}")
    found = world.findings()
    assert any(finding.startswith(f"lost: coupon {lost},") for finding in found)
    assert any("does not add up" in finding for finding in found)
    assert not any(f"coupon {kept}" in finding for finding in found)


def test_a_doubled_coupon_is_named(world):
    made = world.claim(answered=False)["body"]["id"]
    assert f"doubled: coupon {made} is stored but was never acknowledged" in world.findings()


def test_a_coupon_told_under_two_keys_is_named(world):
    made = world.claim()
    key = str(uuid4())
    who = {"user": world.actor.user_id, "party": world.actor.party_id}
    body = {"round": world.round.pk, "amount": "1000.37"}
    world.journal.write("intend", key=key, step="claim", path="coupons/", body=body, **who)
    world.journal.write("answer", key=key, status=201, body=made["body"], replayed=False)
    found = world.findings()
    assert f"acknowledged under 2 keys: coupon {made['body']['id']}" in found
    assert f"acknowledged but the key is not stored: claim {key}" in found


def test_another_amount_and_another_state_than_told_are_named(world):
    first, second = world.claim()["body"]["id"], world.claim()["body"]["id"]
    execute(f"UPDATE vouchers_coupon SET amount = 1000.38 WHERE id = {first}")
    execute(f"UPDATE vouchers_coupon SET state = 'returned' WHERE id = {second}")
    found = world.findings()
    assert any(finding.startswith(f"differs from the request: coupon {first} ") for finding in found)
    assert f"in another state than acknowledged: coupon {second} is returned, not claimed" in found


def test_a_missing_mail_and_a_doubled_one_are_named(world):
    world.ask()
    world.settle()
    mail = min(world.mails.glob("*.mail"))
    (world.mails / "2.mail").write_bytes(mail.read_bytes())
    assert any(finding.startswith("sent twice without a fault between") for finding in world.findings())
    for path in world.mails.glob("*.mail"):
        path.unlink()
    assert any(finding.startswith("no mail: notification ") for finding in world.findings())


def test_a_project_with_the_id_of_another_event_is_told_once(world):
    execute("SELECT setval(pg_get_serial_sequence('core_event', 'id'), 500000)")
    world.ask()
    execute(
        "SELECT setval(pg_get_serial_sequence('matching_project', 'id'), max(id), false) FROM core_event"
        " WHERE type = 'project.requested'"
    )
    world.ask()
    world.settle()
    assert world.findings() == []


def test_a_doubled_mail_is_forgiven_where_a_worker_was_killed_before_its_mark(world):
    world.ask()
    world.settle()
    mail = min(world.mails.glob("*.mail"))
    (world.mails / "2.mail").write_bytes(mail.read_bytes())
    at = float(mail.read_bytes().partition(b"\n")[0])
    assert world.findings(faults=[{"kind": "worker child killed", "from": at + 0.1, "to": at + 0.1}]) == []
    assert world.findings(faults=[{"kind": "web killed", "from": at + 0.1, "to": at + 0.1}]) != []
    assert world.findings(faults=[{"kind": "worker killed", "from": at + 90, "to": at + 90}]) != []


def test_an_untold_event_is_named(world):
    world.ask()
    world.settle()
    execute("DELETE FROM core_notification")
    assert any(finding.startswith("0 notifications instead of 1: user") for finding in world.findings())


def test_what_waits_is_named(world):
    world.ask()
    assert any(finding.startswith("a reaction waits") for finding in world.findings())
    deliver_outbox(at=MONDAY)
    assert any(finding.startswith("a mail waits") for finding in world.findings())


def test_an_unknown_end_a_500_and_a_wrong_answer_are_named(world):
    unknown = world.claim(answered=False)["key"]
    world.journal.write("unknown", key=unknown, status=500)
    refused = world.claim("50000.01")["key"]
    found = world.findings()
    assert f"answered 500: claim {unknown}" in found
    assert f"still unknown: claim {unknown} after [500]" in found
    assert any(finding.startswith(f"wrong answer: claim {refused}: 409") for finding in found)


def test_a_false_promise_and_another_answer_to_a_repeat_are_named(world):
    made = world.claim()
    world.journal.write("unknown", key=made["key"], status=503, body={"title": "您的数据未作任何更改。"})
    world.journal.write("answer", key=made["key"], status=201, body=made["body"], replayed=True)
    world.journal.write("again", key=made["key"], status=201, body={"id": 0}, replayed=True)
    found = world.findings()
    assert f"answered that nothing was changed, but it was done: claim {made['key']}" in found
    assert any(finding.startswith(f"another answer to a repeat: claim {made['key']}") for finding in found)


def test_a_key_nobody_sent_and_a_kept_answer_that_differs_are_named(world):
    made = world.claim()
    IdempotencyKey.objects.filter(key=made["key"]).update(body='{"id": 0}')
    strange = IdempotencyKey.objects.create(actor_id=7, key=uuid4(), operation="x", request_hash=b"x" * 32, at=MONDAY)
    found = world.findings()
    assert f"stored another answer than was given: claim {made['key']}" in found
    assert f"stored under a key that no client sent: {strange.key} of user 7" in found


def test_a_key_that_was_there_before_is_in_order(world):
    there = IdempotencyKey.objects.create(actor_id=7, key=uuid4(), operation="x", request_hash=b"x" * 32, at=MONDAY)
    world.settle()
    assert world.findings(first_keys=[there.key]) == []
    assert world.findings() == [f"stored under a key that no client sent: {there.key} of user 7"]


def test_a_lost_event_is_named(world):
    made = world.claim()["body"]["id"]
    execute(
        "DELETE FROM vouchers_movement", f"DELETE FROM core_event WHERE type = 'coupon.claimed' AND subject_id = {made}"
    )
    assert f"0 events instead of 1: coupon.claimed of {made}" in world.findings()
