"""The state column: members in Python, words in the database, JSON and migrations."""

import json

import pytest
from django.db import connection, models
from django.db.migrations.writer import MigrationWriter
from django.template import Context, Template

from accounts.models import Party
from accounts.rules.states import PartyState
from core.models import JobRun
from core.values.schedules import RunState
from tests.factories.rounds import enterprise

pytestmark = pytest.mark.django_db


def state_in_database(party):
    with connection.cursor() as cursor:
        cursor.execute("SELECT state FROM accounts_party WHERE id = %s", [party.pk])
        return cursor.fetchone()[0]


def test_a_state_is_read_as_a_member():
    party = enterprise()
    assert Party.objects.get(pk=party.pk).state is PartyState.VERIFIED
    assert list(Party.objects.filter(pk=party.pk).values_list("state", flat=True)) == [PartyState.VERIFIED]
    assert type(Party.objects.values("state").get(pk=party.pk)["state"]) is PartyState


def test_it_is_read_again_as_a_member():
    party = enterprise()
    party.state = "verified"
    party.refresh_from_db()
    assert party.state is PartyState.VERIFIED


def test_a_row_that_is_made_begins_with_a_member():
    assert Party().state is PartyState.REGISTERED
    assert JobRun().state is RunState.QUEUED


def test_the_database_keeps_the_word():
    party = enterprise()
    assert (type(state_in_database(party)), state_in_database(party)) == (str, "verified")


def test_a_member_and_its_word_find_the_same_rows():
    party = enterprise()
    rows = Party.objects.filter(pk=party.pk)
    assert rows.filter(state=PartyState.VERIFIED).exists()
    assert rows.filter(state="verified").exists()
    assert rows.filter(state__in=[PartyState.VERIFIED, PartyState.REFUSED]).exists()
    assert not rows.exclude(state=PartyState.VERIFIED).exists()


def test_a_word_that_is_no_state_finds_nothing():
    enterprise()
    assert not Party.objects.filter(state="nothing").exists()


def test_raw_sql_takes_a_member_as_its_word():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT %(one)s::text, %(many)s::text[]", {"one": PartyState.VERIFIED, "many": [*PartyState][:2]}
        )
        assert cursor.fetchone() == ("verified", ["registered", "verified"])


def test_a_word_in_the_database_that_is_no_state_is_an_error():
    field = Party._meta.get_field("state")
    assert field.from_db_value(None, None, connection) is None
    with pytest.raises(ValueError, match="'nothing' is not a valid PartyState"):
        field.from_db_value("nothing", None, connection)


def test_a_member_is_its_word_in_json_in_text_and_on_a_page():
    state = Party._meta.get_field("state").default
    assert json.dumps({state: [state]}) == '{"registered": ["registered"]}'
    assert f"{state} {state!s} " + state == "registered registered registered"
    page = Template('{{ state }}{% if state == "registered" %} yes{% endif %}').render(Context({"state": state}))
    assert page == "registered yes"


def test_a_migration_sees_a_plain_column():
    text, imports = MigrationWriter.serialize(Party._meta.get_field("state"))
    assert text == "models.CharField(default='registered', max_length=20)"
    assert imports == {"from django.db import models"}


def test_a_migration_keeps_the_words_of_a_condition():
    text, imports = MigrationWriter.serialize(models.Q(state=PartyState.VERIFIED, state__in=(PartyState.REFUSED,)))
    assert text == "models.Q(('state', 'verified'), ('state__in', ('refused',)))"
    assert imports == {"from django.db import models"}


def test_a_copy_of_the_column_has_its_states():
    field = JobRun._meta.get_field("state").clone()
    assert (field.states, field.max_length, field.default) == (RunState, 10, RunState.QUEUED)
