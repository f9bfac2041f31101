#!/usr/bin/env python
"""Check the SQL of every migration of the project with squawk: is it safe on a live database?

Needs a database to generate the SQL; `make check` starts one.
"""

import io
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

import django  # noqa: E402 - the project has to be found first
from django.apps import apps  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402

from config.env import choose_settings  # noqa: E402

OLDEST_POSTGRESQL = "15.0"

NOT_OURS = [
    "prefer-text-field",  # a maximum length is a rule of the data; making one longer rewrites nothing
    "prefer-bigint-over-int",  # keys are bigint; smaller integers are years, days and counts
    "prefer-bigint-over-smallint",
    "require-lock-timeout",  # every connection of the project sets both (config/settings/base.py)
    "require-statement-timeout",
]

# Rules about tables with rows. Until version 1.0 nothing is deployed: every migration runs on empty tables.
HARMLESS_WHEN_EMPTY = [
    "adding-foreign-key-constraint",
    "adding-not-nullable-field",
    "adding-required-field",
    "ban-drop-column",
    "ban-drop-constraint",
    "ban-drop-not-null",
    "changing-column-type",
    "constraint-missing-not-valid",
    "disallowed-unique-constraint",
    "renaming-column",
    "require-concurrent-index-creation",
    "require-concurrent-index-deletion",
]


def main() -> int:
    choose_settings(module="config.settings.test")
    django.setup()
    deployed = not tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["version"].startswith("0.")
    with tempfile.TemporaryDirectory() as folder:
        files = [write_sql(app=app, name=name, folder=Path(folder)) for app, name in own_migrations()]
        excluded = ",".join(NOT_OURS if deployed else NOT_OURS + HARMLESS_WHEN_EMPTY)
        squawk = Path(sys.executable).parent / "squawk"
        command: list[str | Path] = [squawk, "--pg-version", OLDEST_POSTGRESQL, "--exclude", excluded, *files]
        return subprocess.run(command, check=False, cwd=folder).returncode


def own_migrations() -> list[tuple[str, str]]:
    """Return the migrations of the project's own apps, as (app, name)."""
    own = {app.label for app in apps.get_app_configs() if Path(app.path).parent == PROJECT}
    return sorted(key for key in MigrationLoader(connection).disk_migrations if key[0] in own)


def write_sql(*, app: str, name: str, folder: Path) -> Path:
    """Write the forward SQL of one migration to a file; return its path."""
    sql = io.StringIO()
    call_command("sqlmigrate", app, name, stdout=sql, no_color=True)
    target = folder / f"{app}.{name}.sql"
    target.write_text(sql.getvalue())
    return target


if __name__ == "__main__":
    sys.exit(main())
