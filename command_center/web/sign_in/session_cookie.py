"""Sets and clears the session cookie."""

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
    """End the session of this cookie. Return its public id, or None if there was none."""
    session = accounts.sessions.find(secret, clock.now()) if secret else None
    if session is None:
        return None
    accounts.sessions.close(session.id)
    on_ended(Ended(frozenset({session.id})))
    return session.id


def remember_device(response: Response, account: str, device: str) -> None:
    """Set the cookie by which this browser is known for the account. It is sent only to the sign-in routes and to the
    SOS of a phone whose session has ended. It gives no access.
    """
    response.set_cookie(
        cookie_name(account),
        device,
        max_age=KNOWN_MS // 1000,
        path=SESSION_PATH,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
    )
