"""Signing in: nothing is shown before it, and only those who are listed review and add reports."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.errors import SettingsError
from dashboard.model import Evidence
from dashboard.settings import ROOT, Settings, settings_from
from dashboard.ui import access, desk
from tests.test_app import app, settings  # noqa: F401 - a fixture

SIGNED_IN = {"is_logged_in": True, "email": "Ana@example.org", "email_verified": True, "sub": "7f3"}
REVIEWERS = "ana@example.org, 9c1"


@pytest.fixture
def sign_in(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setenv("TIDEMARK_SIGN_IN", "required")
    monkeypatch.setenv("TIDEMARK_REVIEWERS", REVIEWERS)


def shown_to(user: dict[str, object], view: str) -> AppTest:
    test = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    test.query_params["view"] = view
    test.user = user
    return test.run()


@pytest.mark.parametrize(
    "user",
    [{"is_logged_in": False}, {}, {"email": "ana@example.org"}, {"is_logged_in": "yes"}],
)
@pytest.mark.parametrize("view", ["Map", "Reports", "Review", "Charts", "Add a report"])
def test_nothing_is_shown_or_opened_before_signing_in(
    sign_in: None, monkeypatch: pytest.MonkeyPatch, user: dict[str, object], view: str
) -> None:
    opened: list[str] = []
    for name in ("desk", "ledger", "case", "states", "page"):
        monkeypatch.setattr(desk, name, lambda *_, name=name: opened.append(name))
    test = shown_to(user, view)
    assert (list(test.exception), opened) == ([], [])
    assert [title.value for title in test.title] == ["Tidemark"]
    assert [button.label for button in test.button] in ([], ["Sign in"])
    assert not (test.text_area or test.dataframe or test.text_input or test.button_group)


def test_without_a_provider_it_says_what_is_missing(sign_in: None) -> None:
    assert ["secrets.toml" in error.value for error in shown_to({}, "Map").error] == [True]


@pytest.mark.parametrize(
    ("user", "may"),
    [
        (SIGNED_IN, True),
        (SIGNED_IN | {"email_verified": "true"}, True),
        (SIGNED_IN | {"email_verified": False}, False),
        ({"is_logged_in": True, "email": "ana@example.org"}, False),
        (SIGNED_IN | {"email": "bo@example.org"}, False),
        (SIGNED_IN | {"email": "bo@example.org", "sub": "9c1"}, True),
        ({"is_logged_in": True}, False),
    ],
)
def test_only_reviewers_add_reports(sign_in: None, user: dict[str, object], may: bool) -> None:
    test = shown_to(user, "Add a report")
    assert not test.exception
    assert bool(test.text_area) == may
    assert ["You may read" in info.value for info in test.info] == ([] if may else [True])


@pytest.mark.parametrize(
    ("user", "name"),
    [
        (SIGNED_IN, "Ana@example.org"),
        (SIGNED_IN | {"email_verified": False, "sub": "9c1"}, "9c1"),  # an address of her choice
    ],
)
def test_who_signed_in_is_told_by_what_the_provider_vouches_for(
    sign_in: None, monkeypatch: pytest.MonkeyPatch, user: dict[str, object], name: str
) -> None:
    monkeypatch.setattr(access.st, "user", user)
    assert (access.who(), access.may_review()) == (name, True)


@pytest.mark.parametrize(("email", "may"), [("ana@example.org", True), ("bo@example.org", False)])
def test_only_reviewers_correct_headers(sign_in: None, email: str, may: bool) -> None:
    test = shown_to(SIGNED_IN | {"email": email}, "Reports")
    assert not test.exception
    assert ["Correct"] * may == [b.label for b in test.button if b.label.startswith("Correct")]
    assert not [t for t in test.text_input if t.label.startswith("Your name")]  # it is known


def test_who_signed_in_reads(sign_in: None) -> None:
    test = shown_to(SIGNED_IN | {"email": "bo@example.org"}, "Charts")
    assert not test.exception
    assert test.dataframe


@pytest.mark.parametrize("is_marked", [False, True])
@pytest.mark.parametrize(
    ("user", "may"),
    [(SIGNED_IN, True), (SIGNED_IN | {"sub": "1", "email": "bo@example.org"}, False)],
)
def test_only_reviewers_are_offered_acts(
    sign_in: None, user: dict[str, object], may: bool, is_marked: bool
) -> None:
    test = shown_to(user, "Review")
    if is_marked:
        report = desk.case().reports[-1]
        test.session_state["marked"] = (report.id, Evidence(0, 8, report.text[:8]))
        test.run()
    assert not test.exception
    assert ["Add a statement"] * is_marked == [header.value for header in test.subheader]
    named = [field.label for field in (*test.button, *test.button_group)]
    assert (("It states" if is_marked else "Accept") in named) == may


def test_without_the_setting_everybody_at_this_machine_adds_reports(
    settings: Settings,  # noqa: F811
) -> None:
    assert app(view="Add a report").text_area


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"TIDEMARK_SIGN_IN": "maybe"}, "TIDEMARK_SIGN_IN='maybe'"),
        ({"TIDEMARK_REVIEWERS": "ana@example.org"}, "TIDEMARK_SIGN_IN=required"),
    ],
)
def test_a_setting_that_would_let_everybody_in_is_refused(
    environment: dict[str, str], words: str
) -> None:
    with pytest.raises(SettingsError, match=words):
        settings_from(environment)
