"""ASGI entry point. Uses the production settings unless DJANGO_SETTINGS_MODULE names others."""

from django.core.asgi import get_asgi_application

from config.env import choose_settings

choose_settings(module="config.settings.production")

application = get_asgi_application()
