"""Parsing of idempotency keys (幂等键). Pure."""

from uuid import UUID


def parse_key(value: str | None) -> UUID | None:
    """Return an idempotency key as a UUID, or None for a missing or invalid one."""
    try:
        return UUID(value) if value else None
    except ValueError:
        return None
