"""Print the current second-factor code of a user; not in production."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.services.second_factor import code_at, decrypt_secret
from core.timekeeping import clock


class Command(BaseCommand):
    help = "某用户当前的动态验证码（仅限本机）/ a user's code of this real moment; refused in production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: object, username: str, **options: object) -> None:
        if not settings.CLOCK_MOVABLE:
            raise CommandError("生产环境不能读取验证码 / no codes in production")
        row = Authenticator.objects.filter(user__username=username, type=Authenticator.Type.TOTP).first()
        if row is None:
            raise CommandError(f"{username} 没有动态验证码 / has no second factor")
        self.stdout.write(code_at(secret=decrypt_secret(row.data["secret"]), moment=clock.real_now()))
