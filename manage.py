#!/usr/bin/env python
"""Administrative commands. Without DJANGO_SETTINGS_MODULE they use the local settings."""

import os
import sys

from django.core.management import execute_from_command_line

from config.env import choose_settings

if __name__ == "__main__":
    choose_settings(module="config.settings.local")
    try:
        execute_from_command_line(sys.argv)
    except BrokenPipeError:
        # Who read the answers has gone (`calculate | head`): nothing more to say, and nothing left to flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
