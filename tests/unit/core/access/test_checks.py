"""Rows of an actor's party, and the signed-in user."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from accounts.models import Party, User
from core.access.checks import of_party, user_id_of
from core.values.actors import PUBLIC, Actor

ACTOR = Actor(user_id=1, party_id=2, party_name="示例企业", roles=frozenset())


def test_rows_of_a_party_are_filtered_by_it():
    assert str(of_party(Party.objects.all(), ACTOR, column="pk").query).endswith('"accounts_party"."id" = 2')


def test_rows_of_nobody_are_none():
    assert of_party(Party.objects.all(), PUBLIC, column="pk").query.is_empty()


def test_the_id_of_who_signed_in():
    assert user_id_of(User(pk=7)) == 7


def test_who_did_not_sign_in_has_no_id():
    with pytest.raises(PermissionDenied):
        user_id_of(AnonymousUser())
