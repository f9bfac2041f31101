"""Replace a system administrator who cannot act any more, at most one in seven days."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.services.staff_roles import replace_administrator
from core.messages.catalogue import sentence
from core.timekeeping import clock
from core.values.errors import DomainError


class Command(BaseCommand):
    help = "更换一位系统管理员，七日内至多一位，全体工作人员都会收到通知 / replace an administrator; all staff are notified."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("former", help="原管理员的账号 / user name of the administrator to replace")
        parser.add_argument("successor", help="继任者的账号 / user name of the successor")
        parser.add_argument("--reason", required=True, help="原因 / the reason, recorded and sent to all staff")

    def handle(self, *args: object, former: str, successor: str, reason: str, **options: object) -> None:
        try:
            replace_administrator(former=former, successor=successor, reason=reason, at=clock.now())
        except DomainError as error:
            raise CommandError(sentence(error.code, dict(error.params))) from error
        self.stdout.write(f"{former} → {successor}")
