"""Idempotency keys (幂等键), as requests and forms carry them. Pure."""

from uuid import UUID


def parse_key(value: str | None) -> UUID | None:
    """An idempotency key as a UUID, or None where it is none."""
    try:
        return UUID(value) if value else None
    except ValueError:
        return None
