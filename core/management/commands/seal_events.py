"""Seal the events committed so far and print the newest digest, which proves the whole chain when noted elsewhere."""

from django.core.management.base import BaseCommand

from core.events.sealing import seal_events
from core.timekeeping import clock


class Command(BaseCommand):
    help = "封存审计事件 / seal the audit events committed so far"

    def handle(self, *args: object, **options: object) -> None:
        result = seal_events(at=clock.now(), progress=lambda count: None)
        self.stdout.write(f"sealed {result['sealed']} {result['head']}")
