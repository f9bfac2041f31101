"""Set up an installation: the authority and its first system administrator."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.selectors.users import get_user_by_username
from accounts.services.parties import found_authority
from core.messages.catalogue import sentence
from core.timekeeping import clock
from core.values.errors import DomainError


class Command(BaseCommand):
    help = "建立主管部门并指定首位系统管理员 / enter the authority and its first system administrator, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="主管部门名称 / name of the authority")
        parser.add_argument("username", help="已注册的账号 / user name of an existing account")

    def handle(self, *args: object, name: str, username: str, **options: object) -> None:
        try:
            admin = get_user_by_username(username)
            party = found_authority(name=name, admin_id=admin.pk, at=clock.now())
        except DomainError as error:
            raise CommandError(sentence(error.code, dict(error.params))) from error
        self.stdout.write(f"{party.name}: {username}")
