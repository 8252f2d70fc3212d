"""The door for a call for help (SOS) from a phone whose session has ended: accepted with proof of the device only.

The proof is the cookie of `known_devices`, which a browser gets when its person signs in and keeps for 90 days. It
signs nobody in: with it the center accepts one thing, a call for help of that account's person, who sees nothing in
return. Without it nothing is accepted, so that no outsider can flood a plant with calls. While a call stands, another
one records nothing. A new password, or the code to set one with, ends the proof of every device that signed in
before.
"""

from flask import Blueprint, Response, request
from pydantic import Field

from command_center import log
from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import Actor
from command_center.domain.registry import EpochMs
from command_center.store.accounts.account_rows import User
from command_center.store.accounts.accounts import Accounts
from command_center.store.accounts.break_glass import BreakGlass
from command_center.store.accounts.password_resets import PasswordResets
from command_center.web.limits.rates import AskedRate
from command_center.web.limits.throttle import Rate
from command_center.web.metrics import Metrics
from command_center.web.request import answer_types as answers
from command_center.web.request.answer_types import Accepted
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, json_body
from command_center.web.request.callers import Caller
from command_center.web.request.commanding import KEY, CommandAsked, carry_out
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import WRITES, door
from command_center.web.request.revealed import NOTHING
from command_center.web.sign_in.known_devices import KnownDevices, cookie_name

CALL = "person.sos"
CALLS = Rate(60, 60_000)
"""Calls of one known device (ours): a phone repeats one without an answer every two seconds, and that is 30 a
minute."""

_log = log.get(__name__)


class CallAsked(Asked):
    """A call for help: the account, when it was pressed (UTC epoch ms), and a key that it keeps until it is answered,
    so that the same call is never taken twice, whichever way it came.
    """

    account: str = Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")
    at: EpochMs
    idempotency_key: str = Field(pattern=KEY)


# it answers the fact of the caller's own call
POST_SESSION_SOS = door(
    "post", "/session/sos",
    summary="Call for help from a device whose session has ended, by its cookie alone",
    answers="Recorded, or it stood already",
    roles=None, reveals=NOTHING, bad=(*WRITES, 409, 429, 503), answer=answers.Accepted,
    body=CallAsked,
)  # fmt: skip


def sos_api(
    desk: Desk,
    accounts: Accounts,
    devices: KnownDevices,
    break_glass: BreakGlass,
    resets: PasswordResets,
    metrics: Metrics,
    clock: Clock,
) -> Blueprint:
    """`POST /session/sos`: 200 as for a command, 401 without a device that is known for the account."""
    api = Blueprint("sos", __name__)
    calls = AskedRate(CALLS)

    def known_user(account: str) -> User:
        """The open account that this device is known for. A break-glass account is nobody's own. Raises the 401
        Problem."""
        cookie = request.cookies.get(cookie_name(account))
        mark = devices.recognised(account, cookie, clock.now())
        user = accounts.find_user(account) if mark is not None else None
        if mark is None or user is None or user.disabled or break_glass.of(user.id) is not None:
            raise Problem("device_unknown", 401)
        if devices.recognised(account, cookie, clock.now(), resets.devices_from(user.id)) is None:
            raise Problem("device_unknown", 401)
        elapsed = round(clock.elapsed() * 1000)
        calls.must_have_room(mark, elapsed)
        calls.count(mark, elapsed)
        return user

    @POST_SESSION_SOS.unguarded_on(api)
    def called() -> Response:
        asked = json_body(request, CallAsked)
        user = known_user(asked.account)
        actor = Actor(user.username, user.role, person=user.person)
        command = CommandAsked(
            kind=CALL, data={"at": asked.at}, idempotency_key=asked.idempotency_key
        )
        caller = Caller(actor, read_only=False, topics=frozenset())
        accepted = carry_out(desk, metrics, command, caller)
        _log.warning("a call for help was taken without a session", account=user.username)
        told: Accepted = {"seq": accepted.seq, "facts": accepted.facts}
        return answer_json(told)

    return api
