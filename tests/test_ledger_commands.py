"""The commands that tend the ledger."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.cli import DONE, FAILED, main
from dashboard.ledger import Ledger, open_ledger
from tests.ledger_case import TEXT, report, statements

WHO = ["--who", "Amal", "--why", "a source is in danger"]


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    url = f"sqlite:///{tmp_path / 'case.sqlite'}"
    monkeypatch.setenv("TIDEMARK_LEDGER", url)
    opened = open_ledger(url)
    opened.take_in(report(), statements(report()), "1")
    return opened


def test_withdraw_takes_a_report_out_and_keeps_the_record(
    ledger: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["withdraw", "goma", *WHO]) == DONE
    assert "2 statements" in capsys.readouterr().err
    assert ledger.reports() == []
    assert main(["withdrawals"]) == DONE
    record = json.loads(capsys.readouterr().out)
    assert (record["report"], record["who"], record["why"]) == ("goma", "Amal", WHO[-1])
    assert record["content_hash"] == report().content_hash


def test_redact_fills_a_passage_over(ledger: Ledger) -> None:
    assert main(["redact", "goma", "0", "6", *WHO]) == DONE
    assert [r.text for r in ledger.reports()] == [TEXT.replace("Rebels", "██████")]
    assert ledger.statements() == statements(report())[1:]


def test_redact_finds_words_wherever_they_stand(ledger: Ledger) -> None:
    twice = report("twice", "Zuberi spoke. Rebels took Goma, Zuberi said. Zuber is a town.")
    ledger.take_in(twice, [replace(s, said_by="Zuberi") for s in statements(twice)], "1")
    assert main(["redact", "twice", "--words", "Zuberi", *WHO]) == DONE
    text = "██████ spoke. Rebels took Goma, ██████ said. Zuber is a town."
    assert ledger.versions("twice")[0].text == text
    assert ledger.statements() == statements(report())
    for wrong in (["--words", "Zuberi"], ["--words", ""], ["5"], []):
        assert main(["redact", "twice", *wrong, *WHO]) == FAILED
    assert main(["redact", "sake", "--words", "Zuberi", *WHO]) == FAILED
    assert ledger.versions("twice")[0].text == text


def test_correct_header_puts_fields_right_and_codes_again(
    ledger: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    who = ["--who", "Amal", "--why", "left out"]
    put_right = ["--published", "2025-01-30", "--publisher", "", "--title", "Goma falls"]
    assert main(["correct-header", "goma", *put_right, *who]) == DONE
    now = replace(report(title="Goma falls"), published=date(2025, 1, 30), publisher=None)
    assert ledger.reports() == [now]
    assert {(s.published, s.publisher) for s in ledger.statements()} == {(now.published, None)}
    assert {s.rule for s in ledger.statements()} != {s.rule for s in statements(report())}
    assert [(c.who, c.why) for c in ledger.header_corrections("goma")] == [("Amal", "left out")]
    for wrong in (["goma"], ["goma", "--published", "soon"], ["sake", "--title", "Sake"]):
        assert main(["correct-header", *wrong, *who]) == FAILED
    assert ledger.reports() == [now]
    assert main(["correct-header", "goma", "--undo", *who]) == DONE
    assert ledger.reports() == [report()]


def test_what_is_not_there_is_one_sentence(
    ledger: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["withdraw", "sake", *WHO]) == FAILED
    assert "no report 'sake'" in capsys.readouterr().err
    assert main(["redact", "goma", "0", "600", *WHO]) == FAILED
    assert "no passage from 0 to 600" in capsys.readouterr().err
    assert ledger.reports() == [report()]


def test_backup_verify_and_restore(
    ledger: Ledger,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = str(tmp_path / "backup.sqlite")
    monkeypatch.setenv("TIDEMARK_FOLDER", str(tmp_path / "made"))
    assert main(["backup", file]) == DONE
    assert main(["verify", file]) == DONE
    assert "1 reports, 2 statements, 0 reviews; whole" in capsys.readouterr().err
    ledger.take_in(report("sake", "Sake is quiet."), [], "1")
    assert main(["restore", file]) == DONE
    assert ledger.reports() == [report()]
    (aside,) = (tmp_path / "made").glob("ledger-before-*.sqlite")
    assert main(["verify", str(aside)]) == DONE
    assert "2 reports" in capsys.readouterr().err
    assert main(["backup", file]) == FAILED
    assert main(["verify", str(tmp_path / "case.sqlite")]) == FAILED
    assert "case.sqlite is no backup of a ledger" in capsys.readouterr().err
