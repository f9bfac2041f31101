"""Enter what every installation starts with: the known holiday notices, and the shipped policy as a draft."""

from django.core.management.base import BaseCommand

from core.timekeeping import clock
from vouchers.services.seeds import seed_calendar, seed_policy

SHIPPED = "beijing-2023"


class Command(BaseCommand):
    help = "Seed the calendar and the shipped policy; safe to run again."

    def handle(self, *args: object, **options: object) -> None:
        at = clock.now()
        years = seed_calendar(at=at)
        drafted = seed_policy(code=SHIPPED, at=at)
        if options["verbosity"]:
            known = "drafted" if drafted else "known"
            self.stdout.write(f"calendar: {len(years)} years entered; policy {SHIPPED}: {known}")
