"""Output and method of a benchmark."""

import json
import re
import subprocess
import sys
from itertools import cycle

import pytest

from bench import load
from bench.__main__ import NAMES
from bench.report import RUNS, alternate, report
from config.env import PROJECT


def test_a_figure_is_one_object_a_line(capsys):
    report(name="claim", value=201.237, unit="claims/s", reference=1000, ratio=0.2012, p50_ms=7.5)
    (line,) = capsys.readouterr().out.splitlines()
    wanted = {"name": "claim", "value": 201.24, "unit": "claims/s", "reference": 1000, "ratio": 0.201, "p50_ms": 7.5}
    assert json.loads(line) == wanted


def test_compared_runs_alternate_and_the_median_counts():
    order, first, second = [], iter([5, 1, 9, 3, 4]), cycle([2])
    assert alternate(lambda: order.append("a") or next(first), lambda: order.append("b") or next(second)) == [4, 2]
    assert order == ["a", "b"] * RUNS


def test_a_name_that_is_none_measures_nothing():
    done = subprocess.run(
        [sys.executable, "-m", "bench", "clam"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")


def test_every_figure_is_in_the_document():
    text = (PROJECT / "docs/performance.md").read_text("utf-8")
    assert tuple(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == NAMES


@pytest.mark.parametrize(("share", "milliseconds"), [(0, 10), (0.5, 60), (0.95, 100), (1, 100)])
def test_so_many_answers_came_within(share, milliseconds):
    answers = [load.Answer(status=200, seconds=tenth / 100, body=b"") for tenth in range(10, 0, -1)]
    assert load.Result(answers=answers, seconds=2, client_seconds=0).percentile(share) == pytest.approx(milliseconds)
