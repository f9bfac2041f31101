import subprocess
import sys

from config.env import PROJECT

OURS = {"config", "core", "accounts", "oversight", "payments", "applicants", "facilities", "matching", "vouchers"}


def test_the_auditor_shares_no_code_with_the_system():
    code = "import sys, faults.auditor; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert {"faults", "psycopg"} <= set(loaded.stdout.split())
    assert not (OURS | {"django", "bench", "scripts"}) & set(loaded.stdout.split())
