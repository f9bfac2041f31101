"""End an account in the name of an administrator, as the page does."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.selectors.actors import get_administrator
from accounts.selectors.users import get_user_by_username
from accounts.services.closures import end_account
from core.messages.catalogue import sentence
from core.timekeeping import clock
from core.values.errors import DomainError


class Command(BaseCommand):
    help = "注销账号，由一位系统管理员负责 / end an account; an administrator answers for it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="要注销的账号 / user name of the account")
        parser.add_argument("--by", required=True, help="系统管理员的账号 / user name of the administrator")
        parser.add_argument("--reason", required=True, help="原因 / the reason, recorded")

    def handle(self, *args: object, username: str, by: str, reason: str, **options: object) -> None:
        try:
            actor, user = get_administrator(by), get_user_by_username(username)
            end_account(user_id=user.pk, reason=reason, actor=actor, at=clock.now())
        except DomainError as error:
            raise CommandError(sentence(error.code, dict(error.params))) from error
        self.stdout.write(username)
