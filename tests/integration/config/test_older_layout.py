from datetime import UTC, datetime
from urllib.parse import urlsplit

import psycopg
import pytest

from config.env import env
from config.older_layout import READ_COMMENT, fits, own_migrations, record_migrations, set_aside

AT = datetime(2026, 11, 30, 1, 2, 3, tzinfo=UTC)
KNOWN = {"vouchers.0001_initial": "a"}
KEPT = "layout_trial_until_20261130_010203"


@pytest.fixture
def url():
    """A separate database, dropped at the end with the renamed one."""
    server = urlsplit(env.str("DATABASE_URL"))
    with psycopg.connect(server._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE layout_trial")
        try:
            yield server._replace(path="/layout_trial").geturl()
        finally:
            for name in ("layout_trial", KEPT):
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def migrated(url, *names):
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE django_migrations (app text, name text)")
        for name in names:
            connection.execute("INSERT INTO django_migrations VALUES ('vouchers', %s)", [name])


def test_data_of_an_older_layout_is_kept_under_another_name(url):
    migrated(url, "0001_initial", "0002_payment")
    assert set_aside(url=url, known=KNOWN, at=AT) == KEPT
    with psycopg.connect(urlsplit(url)._replace(path=f"/{KEPT}").geturl()) as old:
        assert old.execute("SELECT count(*) FROM django_migrations").fetchone() == (2,)
    with psycopg.connect(url) as new:
        assert new.execute("SELECT to_regclass('django_migrations')").fetchone() == (None,)


def test_data_of_this_layout_stays(url):
    migrated(url, "0001_initial")
    assert set_aside(url=url, known=KNOWN, at=AT) is None


def test_an_empty_database_fits(url):
    assert fits(url=url, known=KNOWN)


def test_a_migration_that_was_replaced_under_its_name_does_not_fit(url):
    migrated(url, "0001_initial")
    record_migrations(url=url, known=KNOWN)
    assert fits(url=url, known=KNOWN | {"vouchers.0002_later": "b"})
    assert not fits(url=url, known={"vouchers.0001_initial": "b"})


def test_the_migrations_of_our_own_apps_have_digests():
    assert {"vouchers.0001_initial", "core.0001_initial"} <= set(own_migrations())
    assert not any(name.startswith("auth.") for name in own_migrations())


def test_a_comment_of_others_is_neither_read_nor_replaced(url):
    migrated(url, "0001_initial")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("COMMENT ON DATABASE layout_trial IS 'Demonstration of Li'")
    record_migrations(url=url, known=KNOWN)
    assert fits(url=url, known=KNOWN)
    with psycopg.connect(url) as connection:
        assert connection.execute(READ_COMMENT).fetchone() == ("Demonstration of Li",)
