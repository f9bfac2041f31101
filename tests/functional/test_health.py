import pytest
from django.test import Client


@pytest.mark.django_db
def test_ready_when_database_migrations_and_broker_answer(client: Client) -> None:
    response = client.get("/health/ready/")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "checks": {"database": True, "migrations": True, "broker": True}}


def test_live_asks_no_database(client: Client) -> None:
    response = client.get("/health/live/")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
