"""Migrations: an older ledger is taken over whole, a newer one is refused by name."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from dashboard.errors import LedgerError
from dashboard.ledger import migration, open_ledger, tables
from dashboard.ledger.bodies import encoded, kind_of
from dashboard.ledger.connection import open_engine, reading, writing
from dashboard.ledger.migration import MIGRATIONS, migrate
from tests.ledger_case import report, review, statements

OLDER = report(address="https://example.org/goma")


def make_first_version(engine: Engine) -> None:
    """Make a ledger as the first version of the program did, which numbered nothing."""
    claim, figure = statements(OLDER)
    values = {"hash": OLDER.content_hash, "body": encoded(OLDER)}
    with writing(engine) as connection:
        for sql in migration._statements(MIGRATIONS[0], engine.dialect.name):
            connection.exec_driver_sql(sql)
        sql = "INSERT INTO report (content_hash, id, body) VALUES (:hash, 'goma', :body)"
        connection.execute(text(sql), values)
        connection.execute(text("INSERT INTO coding (report, coder) VALUES (1, 'old')"))
        for s in (claim, figure):
            sql = "INSERT INTO statement (coding, id, kind, body) VALUES (1, :id, :kind, :body)"
            values = {"id": s.id, "kind": kind_of(s), "body": encoded(s)}
            connection.execute(text(sql), values)
        sql = "INSERT INTO review (statement, body) VALUES (:id, :body)"
        connection.execute(text(sql), {"id": claim.id, "body": encoded(review(claim))})


def test_a_ledger_of_the_first_version_is_taken_over_without_loss(ledger_url: str) -> None:
    make_first_version(open_engine(ledger_url))
    ledger = open_ledger(ledger_url)
    assert ledger.reports() == [OLDER]
    assert ledger.statements() == statements(OLDER)
    assert ledger.reviews() == [review(statements(OLDER)[0])]
    newer = report("other", "Goma is quiet.", address=OLDER.address)
    assert ledger.kept_as(newer).id == "goma"
    ledger.take_in(ledger.kept_as(newer), [], "new")
    assert [version.text for version in ledger.versions("goma")] == [OLDER.text, newer.text]


def test_migrations_make_the_tables_that_the_program_works_with(ledger_url: str) -> None:
    engine = open_engine(ledger_url)
    migrate(engine)
    found = inspect(engine)
    assert set(found.get_table_names()) == {*tables.metadata.tables, "migration"}
    for name, table in tables.metadata.tables.items():
        made = {(c["name"], c["nullable"]) for c in found.get_columns(name)}
        assert made == {(c.name, bool(c.nullable)) for c in table.columns}
        assert len(found.get_foreign_keys(name)) == len(table.foreign_keys)


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(
    ledger_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(ledger_url)
    make_first_version(engine)
    broken = tmp_path / "0002_broken.sql"
    broken.write_text("DROP TABLE statement;\nCREATE TABLE 7;", encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(migration, "MIGRATIONS", (MIGRATIONS[0], broken))
        with pytest.raises(LedgerError):
            migrate(engine)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM statement")).scalar() == 2
    assert open_ledger(ledger_url).statements() == statements(OLDER)


def test_a_ledger_of_a_newer_program_is_refused_by_name(ledger_url: str) -> None:
    engine = open_engine(ledger_url)
    migrate(engine)
    with writing(engine) as connection:
        connection.execute(text(f"INSERT INTO migration VALUES ({len(MIGRATIONS) + 1})"))
    with pytest.raises(LedgerError, match="newer version of the program") as caught:
        open_ledger(ledger_url)
    assert engine.url.render_as_string(hide_password=True) in str(caught.value)


def test_migrations_are_numbered_without_a_gap() -> None:
    assert [int(file.name[:4]) for file in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))
