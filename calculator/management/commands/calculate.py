"""The policy calculator (政策计算器) on standard input and output: one JSON case a line, one answer a line."""

import json
import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from calculator.selectors.answers import answer_line, read_lines
from calculator.selectors.calculator import get_calculator_calendar, get_calculator_policy
from core.timekeeping.known_holidays import seed_calendar
from core.values.calendar import Calendar
from core.values.errors import DomainError
from vouchers.policy_files import list_policy_files, load_policy_file
from vouchers.rules.policies import Policy


class Command(BaseCommand):
    help = (
        "Answer calculator cases as the API does; the exit status is 1 if one was invalid. Without a database the policies "
        "that ship as files answer."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--policy", default="beijing-2023", help="code of a policy in force or shipped")

    def handle(self, *args: object, policy: str, **options: object) -> None:
        in_force, calendar = _answers_by(policy)
        status = 0
        for line in read_lines(sys.stdin.buffer):
            answer = answer_line(line=line, policy=in_force, calendar=calendar)
            if answer is not None:
                self.stdout.write(json.dumps(answer))
                self.stdout.flush()
                status |= "error" in answer
        if status:
            raise CommandError("some lines are not valid cases", returncode=1)


def _answers_by(code: str) -> tuple[Policy, Calendar]:
    """Return what the API would answer by; the shipped file and calendar where no database can be asked."""
    try:
        return get_calculator_policy(code), get_calculator_calendar()
    except DomainError:
        raise _unknown(code) from None
    except DatabaseError:
        if code not in list_policy_files():
            raise _unknown(code) from None
        return load_policy_file(code), seed_calendar()


def _unknown(code: str) -> CommandError:
    return CommandError(f"no policy {code}: shipped are {', '.join(list_policy_files())}")
