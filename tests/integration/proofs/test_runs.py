"""What the proof checks, as its page lists it, and its last run."""

from collections import Counter
from datetime import timedelta

import pytest

from core.models import JobRun
from core.web.words import WORDS
from proofs.selectors.runs import count_checks, find_last_proof
from proofs.services.proofs import prove
from tests.factories.contracts import MONDAY

pytestmark = pytest.mark.django_db


def test_the_page_counts_the_checks_that_are_made():
    assert count_checks() == Counter(finding.code for finding in prove())


def test_every_invariant_that_is_checked_has_a_sentence():
    assert list(count_checks()) == list(WORDS["invariant"])


def test_the_last_proof_is_the_newest_that_ended():
    for place, state in enumerate(["failed", "done", "queued"]):
        ended = MONDAY + timedelta(days=place) if state != "queued" else None
        JobRun.objects.create(job="prove", period=f"{place}", at=MONDAY, state=state, finished_at=ended)
    JobRun.objects.create(job="remind", period="x", at=MONDAY, state="done", finished_at=MONDAY + timedelta(days=9))
    assert find_last_proof().state == "done"
