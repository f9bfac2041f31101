#!/usr/bin/env python
"""Administrative commands. Without DJANGO_SETTINGS_MODULE they use the local settings."""

import sys

from django.core.management import execute_from_command_line

from config.env import choose_settings

if __name__ == "__main__":
    choose_settings(module="config.settings.local")
    execute_from_command_line(sys.argv)
