"""The production settings: complete, safe, and refusing to start without what they need."""

import subprocess
import sys

import pytest

from config.env import PROJECT, environment

EXAMPLE = PROJECT / "config" / "production.env.example"
LINES = EXAMPLE.read_text().split("# Optional")[0].splitlines()
REQUIRED = [line.split("=")[0] for line in LINES if "=" in line and not line.startswith("#")][1:]
KEYS = f'eval "$("{sys.executable}" scripts/new_keys.py)"; '


def check(change: str = "", *, keys: str = KEYS) -> subprocess.CompletedProcess[str]:
    """Check a deployment with the example's variables, new keys, and a change in shell."""
    shell = (
        f'set -a; . "{EXAMPLE}"; {keys}{change}; exec "{sys.executable}" manage.py check --deploy --fail-level WARNING'
    )
    return subprocess.run(
        ["/bin/sh", "-c", shell], cwd=PROJECT, env=environment(), capture_output=True, text=True, check=False
    )


def test_deployment_check_is_clean() -> None:
    done = check("true")
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n")


def test_every_required_variable_is_tried() -> None:
    assert len(REQUIRED) == 10


@pytest.mark.parametrize("name", REQUIRED)
def test_production_refuses_to_start_without(name: str) -> None:
    done = check(f"unset {name}")
    assert done.returncode == 1
    assert f"environment variables not set: {name}\n" in done.stderr


def test_production_refuses_the_keys_that_are_published() -> None:
    done = check("true", keys="")
    assert done.returncode == 1
    assert done.stderr.rstrip().endswith("for new ones: SECRET_KEY, FIELD_KEYS, BLIND_INDEX_KEY")


@pytest.mark.parametrize(
    "keys", ["SECRET_KEY=local-only-1", 'FIELD_KEYS=\'{"local-1": "bG9jYWwtb25seS1maWVsZC1rZXktMzItYnl0ZXMhISE="}\'']
)
def test_production_refuses_the_keys_of_development(keys: str) -> None:
    assert f"for new ones: {keys.partition('=')[0]}\n" in check(keys).stderr


def test_deployment_check_refuses_the_page_of_the_demonstration(tmp_path) -> None:
    (tmp_path / "wrong.py").write_text("from config.settings.production import *\nDEMONSTRATION_PAGES = True\n")
    done = check(f'DJANGO_SETTINGS_MODULE=wrong; PYTHONPATH="{tmp_path}"')
    assert (done.returncode, "vouchers.E004" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ("NUM_PROXIES=0", "vouchers.E002"),
        ("unset NUM_PROXIES", "vouchers.E002"),
        ("BEHIND_TLS_PROXY=0", "vouchers.E003"),
        ("NUM_PROXIES=-1", "vouchers.E001"),
        ("NUM_PROXIES=6", "vouchers.E001"),
    ],
)
def test_deployment_check_finds_a_wrong_number_of_proxies(change: str, error: str) -> None:
    done = check(change)
    assert done.returncode == 1
    assert error in done.stderr


def test_cookies_are_for_this_host_over_tls_and_no_script() -> None:
    names = ("SESSION", "CSRF", "DEVICE", "MESSAGE")
    code = f"from config.settings import production as p; print([getattr(p, n + '_COOKIE_NAME') for n in {names}])"
    shell = f'set -a; . "{EXAMPLE}"; {KEYS} exec "{sys.executable}" -c "$0"'
    done = subprocess.run(
        ["/bin/sh", "-c", shell, code], cwd=PROJECT, env=environment(), capture_output=True, check=True
    )
    assert done.stdout.decode() == "['__Host-sessionid', '__Host-csrftoken', '__Host-device', '__Host-messages']\n"
