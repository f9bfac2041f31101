"""WSGI entry. Without DJANGO_SETTINGS_MODULE it is production, which refuses to start when a variable is missing."""

from django.core.wsgi import get_wsgi_application

from config.env import choose_settings

choose_settings(module="config.settings.production")

application = get_wsgi_application()
