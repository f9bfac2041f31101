"""End the sessions and tokens of one account; `end_access` ends those of all."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.selectors.users import get_user_by_username
from accounts.services.revocations import end_sign_ins
from core.messages.catalogue import sentence
from core.timekeeping import clock
from core.values.errors import DomainError


class Command(BaseCommand):
    help = "结束某账号的登录和令牌 / end the sessions and tokens of one account."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="用户名 / user name")

    def handle(self, *args: object, username: str, **options: object) -> None:
        try:
            end_sign_ins(user_id=get_user_by_username(username).pk, by=None, at=clock.now())
        except DomainError as error:
            raise CommandError(sentence(error.code, dict(error.params))) from error
        self.stdout.write(username)
