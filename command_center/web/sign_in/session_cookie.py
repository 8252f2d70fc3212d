"""The cookie of a session: given, and taken back."""

from flask import Response, request

from command_center.clock import Clock
from command_center.store.accounts.accounts import Accounts
from command_center.web.request.door import SESSION_COOKIE
from command_center.web.sign_in.ended import Ended, OnEnded
from command_center.web.sign_in.known_devices import KNOWN_MS, cookie_name
from command_center.web.sign_in.signing_in import SignedIn

SESSION_PATH = "/api/v1/session"


def give_cookie(response: Response, signed_in: SignedIn, clock: Clock) -> None:
    """Sets the session cookie of a browser that has signed in."""
    response.set_cookie(
        SESSION_COOKIE,
        signed_in.secret,
        max_age=(signed_in.session.expires_at - clock.now()) // 1000,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )


def end_session(
    secret: str | None, accounts: Accounts, clock: Clock, on_ended: OnEnded
) -> str | None:
    """End the session of this cookie. Returns its public id, None if there was none."""
    session = accounts.sessions.find(secret, clock.now()) if secret else None
    if session is None:
        return None
    accounts.sessions.close(session.id)
    on_ended(Ended(frozenset({session.id})))
    return session.id


def remember_device(response: Response, account: str, device: str) -> None:
    """This browser is known for the account from now on: sent only to where one signs in and to the call for help of
    a phone whose session has ended. It opens nothing."""
    response.set_cookie(
        cookie_name(account),
        device,
        max_age=KNOWN_MS // 1000,
        path=SESSION_PATH,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
    )
