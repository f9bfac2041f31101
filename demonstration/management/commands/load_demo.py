"""Load the demonstration data: invented people and their recent steps, made by services only."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.database.transactions import write
from core.jobs.runner import run_due_jobs
from core.timekeeping import clock
from demonstration.days import Days
from demonstration.emptying import empty_everything
from demonstration.people import load_applicants, load_staff
from demonstration.story import load_story
from vouchers.services.seeds import seed_calendar


class Command(BaseCommand):
    help = "装入演示数据 / load demonstration data, once. Refused in production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fresh", action="store_true", help="empty the whole database first")
        parser.add_argument("--staff-only", action="store_true", help="only the authority and the parties of two units")

    def handle(self, *args: object, fresh: bool, staff_only: bool, **options: object) -> None:
        if not settings.CLOCK_MOVABLE:
            raise CommandError("生产环境不能装入演示数据 / no demonstration data in production")
        if fresh:
            empty_everything()
        if get_user_model().objects.exists():
            raise CommandError("已有用户，请用 --fresh / there are users already: --fresh empties everything first")
        now = clock.now()
        load(now=now, staff_only=staff_only)
        run_due_jobs(at=now, left=["send_mails"])  # hundreds, which the worker sends while the site is up


@write
def load(*, now: datetime, staff_only: bool) -> None:
    """Load everything or nothing, so that an interrupted start can be repeated."""
    seed_calendar(at=now)
    days = Days(now=now)
    load_staff(at=now if staff_only else days.first)
    if not staff_only:
        load_applicants(at=days.first)
        load_story(days)
