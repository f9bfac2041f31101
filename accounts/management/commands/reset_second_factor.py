"""Request the reset of a lost second factor in the name of an administrator; another one confirms it on the page."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.selectors.actors import get_administrator
from accounts.selectors.users import get_user_by_username
from accounts.services.closures import request_reset
from core.messages.catalogue import sentence
from core.timekeeping import clock
from core.values.errors import DomainError


class Command(BaseCommand):
    help = (
        "申请重置二次验证，另一位管理员在页面上确认 / request a reset; another administrator confirms it on the page."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="要重置的账号 / user name of the account")
        parser.add_argument("--by", required=True, help="系统管理员的账号 / user name of the administrator")
        parser.add_argument("--reason", required=True, help="原因 / the reason, recorded")

    def handle(self, *args: object, username: str, by: str, reason: str, **options: object) -> None:
        try:
            actor, user = get_administrator(by), get_user_by_username(username)
            row = request_reset(user_id=user.pk, reason=reason, actor=actor, at=clock.now())
        except DomainError as error:
            raise CommandError(sentence(error.code, dict(error.params))) from error
        self.stdout.write(f"{username}: {row.pk}")
