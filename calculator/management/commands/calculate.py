"""The policy calculator (政策计算器) on standard input and output: one JSON case a line, one answer a line."""

import json
import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from calculator.selectors.answers import answer_line, read_lines
from calculator.selectors.calculator import get_calculator_calendar, get_calculator_policy
from core.timekeeping.known_holidays import seed_calendar
from core.values.calendar import Calendar
from core.values.errors import DomainError
from vouchers.policy_files import list_policy_files, load_policy_file
from vouchers.rules.policies import Policy


class Command(BaseCommand):
    help = "Answer calculator cases; the exit status is 1 if one was invalid. Shipped policies need no database."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--policy", default="beijing-2023", help="code of a shipped policy, or of one in force")

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
    if code in list_policy_files():
        return load_policy_file(code), seed_calendar()
    try:
        return get_calculator_policy(code), get_calculator_calendar()
    except DomainError:
        raise CommandError(f"no policy {code}: shipped are {', '.join(list_policy_files())}") from None
