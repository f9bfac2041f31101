"""The year of `make journey` in this process: the same requests and expectations; due jobs run inline."""

from collections.abc import Mapping
from datetime import datetime

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from accounts.models import SignUp
from accounts.selectors.sign_ups import sign_up_key
from core.jobs.runner import run_due_jobs
from core.timekeeping import clock
from core.timekeeping.clock_shifts import move_clock
from demonstration.people import ACCOUNTS, PASSWORD, needs_code, secret_of
from proofs.services.proofs import prove
from scripts.journey.instance import Accounts
from scripts.journey.person import Answer, Send, read_body
from scripts.journey.play import Deviation, Play
from scripts.journey.year import play_year


class InProcess:
    """The site in this process; jobs are run as soon as the clock has moved."""

    @property
    def accounts(self) -> Accounts:
        return {
            each.username: {"password": PASSWORD, "secret": secret_of(each.username) if needs_code(each) else ""}
            for each in ACCOUNTS
        }

    def sender(self, *, seat: int) -> Send:
        return send

    def sign_up_key(self, email: str) -> str:
        return sign_up_key(SignUp.objects.get(email=email).pk)

    def move_clock(self, to: datetime) -> None:
        move_clock(to=to, real=clock.real_now())
        run_due_jobs(at=clock.now())


def send(method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
    kind = headers.get("Content-Type", "application/json")
    response = APIClient().generic(method, path, body or b"", content_type=kind, headers=dict(headers))
    return Answer(status=response.status_code, body=read_body(response.content), headers=response.headers)


@pytest.fixture
def play(db) -> Play:
    call_command("seed", verbosity=0)  # a transactional test on this worker may have deleted the policy
    call_command("load_demo", "--staff-only")
    return Play(site=InProcess())


def test_the_year_goes_as_expected_and_the_books_are_proven(play):
    play_year(play)
    assert [finding.says for finding in prove() if finding.broken] == []


def test_what_is_not_expected_stops_the_play(play):
    nobody = play.person("社会公众")
    with pytest.raises(Deviation, match="预期 expected: \\['round_closed'\\]"):
        play.refused(nobody, "未登录即申领", "coupons/", {"round": 1, "amount": "1.00"}, codes=["round_closed"])


def test_a_worker_that_does_nothing_stops_the_play(play, monkeypatch):
    monkeypatch.setattr("scripts.journey.play.PATIENCE", 0)
    nobody = play.person("社会公众")
    with pytest.raises(Deviation, match="系统未在 0 秒内完成"):
        play.comes(nobody, "出现一个周期", "notices/", lambda page: page["results"])
