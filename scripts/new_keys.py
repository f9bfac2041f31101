"""Print new secret keys for the production settings, as lines of a shell or of an environment file.

    python scripts/new_keys.py >> production.env

Each call prints other keys. Keep them: rows that are encrypted with lost keys are lost (docs/operations.md).
"""

import base64
import json
import secrets
from datetime import UTC, datetime


def main() -> None:
    name = f"{datetime.now(tz=UTC):%Y-%m}"
    print(f"SECRET_KEY='{secrets.token_urlsafe(64)}'")
    print(f"FIELD_KEYS='{json.dumps({name: _key()})}'")
    print(f"FIELD_KEY_CURRENT={name}")
    print(f"BLIND_INDEX_KEY={_key()}")


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


if __name__ == "__main__":
    main()
