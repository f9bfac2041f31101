"""A caller of the API: an actor's user, signed in, acting for its party."""

from typing import Any
from uuid import uuid4

from rest_framework.test import APIClient

from accounts.models import User
from core.values.actors import Actor

DECLARATION: dict[str, Any] = {
    "region": "beijing",
    "district": "110108",
    "established_on": "2023-05-10",
    "legal_person": True,
    "staff": 42,
    "annual_sales": "8600000.00",
    "total_assets": "12000000.00",
    "sound_finance": True,
    "bad_credit": False,
    "industry": "new_materials",
}
"""The declared facts of an enterprise as JSON; they meet article 7."""


class Caller:
    """Call /api/v1/ as an actor or without signing in; every POST has a new key unless one is given."""

    def __init__(self, actor: Actor | None = None) -> None:
        self.client = APIClient()
        self.headers: dict[str, str] = {}
        if actor:
            self.client.force_authenticate(User.objects.get(pk=actor.user_id))
        if actor and actor.party_id:
            self.headers["Acting-Party"] = str(actor.party_id)

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", query, headers=self.headers)

    def post(self, path: str, body: dict[str, Any] | None = None, *, key: str = "") -> Any:
        headers = {**self.headers, "Idempotency-Key": key or str(uuid4())}
        return self.client.post(f"/api/v1/{path}", body or {}, format="json", headers=headers)

    def send_files(self, path: str, body: dict[str, Any]) -> Any:
        """POST as multipart/form-data."""
        headers = {**self.headers, "Idempotency-Key": str(uuid4())}
        return self.client.post(f"/api/v1/{path}", body, format="multipart", headers=headers)
