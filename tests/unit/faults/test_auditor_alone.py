import subprocess
import sys
import tomllib

from config.env import PROJECT

OURS = set(tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["root_packages"])


def test_the_auditor_shares_no_code_with_the_system():
    code = "import sys, faults.auditor; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert {"faults", "psycopg"} <= set(loaded.stdout.split()) and {"redemptions", "vouchers"} <= OURS
    assert not (OURS | {"django", "bench", "scripts"}) & set(loaded.stdout.split())
