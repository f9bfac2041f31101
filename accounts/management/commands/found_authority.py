"""Set up an installation: the authority and its first two system administrators."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.selectors.users import get_user_by_username
from accounts.services.parties import found_authority
from core.messages.catalogue import sentence
from core.timekeeping import clock
from core.values.errors import DomainError


class Command(BaseCommand):
    help = "建立主管部门并指定两位系统管理员 / enter the authority and its first two system administrators, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="主管部门名称 / name of the authority")
        parser.add_argument("username", help="已注册的账号 / user name of an existing account")
        parser.add_argument("second", help="另一人的账号 / user name of another person's account")

    def handle(self, *args: object, name: str, username: str, second: str, **options: object) -> None:
        try:
            admin_ids = (get_user_by_username(username).pk, get_user_by_username(second).pk)
            party = found_authority(name=name, admin_ids=admin_ids, at=clock.now())
        except DomainError as error:
            raise CommandError(sentence(error.code, dict(error.params))) from error
        self.stdout.write(f"{party.name}: {username}, {second}")
