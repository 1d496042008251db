"""Who is at the screen, and what they may do: read, or review as well.

Without `TIDEMARK_SIGN_IN=required` whoever reaches the server may do everything, and the server
listens on this machine alone. With it, nothing is shown before somebody has signed in at the OpenID
provider of .streamlit/secrets.toml, and only those that `TIDEMARK_REVIEWERS` lists may review.
"""

from __future__ import annotations

import streamlit as st

from dashboard.settings import settings_from
from dashboard.ui.plain import plain


def may_read() -> bool:
    """Tell whether anything may be shown: to everybody, unless signing in is required."""
    return not settings_from().sign_in or _is_signed_in()


def may_review() -> bool:
    """Tell whether who is at the screen may review statements and add reports.

    Of those who signed in, a reviewer is known by the subject that the provider gives, or by an
    e-mail address that the provider says is verified: anybody can claim one that is not.
    """
    settings = settings_from()
    if not settings.sign_in:
        return True
    if not _is_signed_in():
        return False
    by_address = _address().lower() in {name.lower() for name in settings.reviewers}
    return by_address or st.user.get("sub") in settings.reviewers


def who() -> str | None:
    """Give the verified e-mail address of who signed in, or the subject; None where nobody does."""
    if not settings_from().sign_in or not _is_signed_in():
        return None
    return _address() or str(st.user.get("sub"))


def show_sign_in() -> None:
    """Ask to sign in, and say what is missing where no provider is set up."""
    if "is_logged_in" not in st.user:
        st.error(
            "Signing in is required, and no provider is set up. "
            "Fill in [auth] of .streamlit/secrets.toml: docs/sign-in.md tells how."
        )
        return
    st.write("Sign in to see the map and the reports.")
    st.button("Sign in", type="primary", on_click=st.login)


def show_who() -> None:
    """Show who signed in, and the way out; nothing where nobody signs in."""
    name = who()
    if name is None:
        return
    with st.popover(plain(name), type="tertiary"):
        st.caption("You may review and add reports." if may_review() else "You may read.")
        st.button("Sign out", on_click=st.logout)


def _address() -> str:
    """Give the e-mail address, empty where the provider does not say that it is verified."""
    is_verified = st.user.get("email_verified") in (True, "true")
    return str(st.user.get("email") or "") if is_verified else ""


def _is_signed_in() -> bool:
    return st.user.get("is_logged_in") is True
