"""The restore drill in its short form: without web servers."""

import subprocess
import sys

import pytest

from config.env import PROJECT, environment


@pytest.mark.timeout(600)
def test_a_lost_machine_is_restored_from_its_backup():
    variables = environment(without=["DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"])
    command = [sys.executable, "-m", "scripts.drill", "--short"]
    done = subprocess.run(command, cwd=PROJECT, env=variables, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "An altered and a lost file of evidence were both named." in done.stdout
    assert done.stdout.endswith("没有丢失任何内容。 Nothing was lost.\n")
