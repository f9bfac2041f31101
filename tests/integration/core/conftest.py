import pytest
from rest_framework.test import APIClient

from accounts.models import Membership, Party, User
from accounts.rules.roles import MFA_ROLES
from core import messages
from core.messages import catalogue
from core.models import OutboxItem
from core.values.actors import Actor
from tests.factories.contracts import membership_columns, set_up_second_factor
from tests.factories.moments import AT

ADMINISTRATOR = Actor(user_id=5, party_id=None, party_name="", roles=frozenset({"system_admin"}))


@pytest.fixture
def subscribed(settings, db):
    """Subscribe the tests' handlers to the tests' events; ignore outbox items of the seed."""
    OutboxItem.objects.all().delete()
    settings.EVENT_SUBSCRIPTIONS = "tests.factories.reactions.TABLE"


@pytest.fixture
def one_job(settings, subscribed):
    settings.PERIODIC_JOBS = "tests.factories.reactions.ONE_JOB"


@pytest.fixture
def two_jobs(settings, subscribed):
    settings.PERIODIC_JOBS = "tests.factories.reactions.JOBS"


@pytest.fixture(autouse=True)
def notices(monkeypatch):
    """Texts of the tests' notifications."""
    table = {
        "test.notice": (
            "券 {coupon} 将失效",
            "Coupon {coupon} lapses soon",
            "请在 {day} 前登记。",
            "Register by {day}.",
        )
    }
    monkeypatch.setattr(messages, "NOTICES", table, raising=False)
    catalogue._collected.cache_clear()
    yield
    catalogue._collected.cache_clear()


@pytest.fixture
def administrator():
    return ADMINISTRATOR


@pytest.fixture
def member(db):
    """Return a function that creates a user with a role in a new party."""

    def make(role, *, name="李明", language="zh-hans"):
        number = User.objects.count()
        user = User.objects.create(
            username=f"user{number}", name=name, email=f"user{number}@example.com", language=language
        )
        kind = "authority" if role in {"system_admin", "auditor"} else "team"
        party, _ = Party.objects.get_or_create(
            name=kind if kind == "authority" else f"团队{number}", kind=kind, defaults={"registered_at": AT}
        )
        Membership.objects.create(
            user=user, party=party, role=role, **membership_columns(user, role, of=party, at=AT, recorded=False)
        )
        if role in MFA_ROLES:
            set_up_second_factor(user)
        return user

    return make


@pytest.fixture
def client_of():
    def make(user, *, language="zh-hans"):
        client = APIClient(headers={"Accept-Language": language})
        client.force_authenticate(user)
        return client

    return make
