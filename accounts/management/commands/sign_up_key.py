"""Print the key of the link of a sign-up; not in production."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import SignUp
from accounts.selectors.sign_ups import sign_up_key
from core.values.names import as_identifier


class Command(BaseCommand):
    help = "某邮箱的注册链接密钥（仅限本机）/ the key of a sign-up's link; refused in production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: object, email: str, **options: object) -> None:
        if not settings.CLOCK_MOVABLE:
            raise CommandError("生产环境不能读取链接 / no links in production")
        row = SignUp.objects.filter(email=as_identifier(email)).first()
        if row is None:
            raise CommandError(f"{email} 没有待完成的注册 / has no incomplete sign-up")
        self.stdout.write(sign_up_key(row.pk))
