"""End every session and token, as after a restore."""

from django.core.management.base import BaseCommand

from accounts.services.revocations import end_all_access
from core.timekeeping import clock


class Command(BaseCommand):
    help = (
        "结束所有会话并撤销所有令牌，用于恢复备份之后 / end every session and token, of everybody, as after a restore."
    )

    def handle(self, *args: object, **options: object) -> None:
        ended = end_all_access(at=clock.now())
        self.stdout.write(f"{ended.sessions} sessions and {ended.tokens} tokens ended")
