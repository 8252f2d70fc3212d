"""Signing for a matter on another person's screen: the signer proves their identity by a PIN or a badge.

A contractor without an account signs so. The PIN appears in no log, answer or fact. Wrong PINs are limited by signer
and by screen, and logged.
"""

from dataclasses import dataclass, field
from typing import Annotated

from flask import Blueprint, Response, request
from pydantic import Field, SecretStr, model_validator
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict

from command_center import log
from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import Role
from command_center.domain.fields import PersonId
from command_center.domain.matters.commands import HANDS
from command_center.domain.matters.reading.readers import may_read_open, reach_of
from command_center.store.accounts.accounts import Accounts
from command_center.store.accounts.signing_pins import SigningPins
from command_center.store.people.passages import Passages
from command_center.web.limits.guesses import Guesses, TooManyGuesses
from command_center.web.limits.throttle import Rate, Throttle
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, json_body
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.commanding import carried_out
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import WRITES, door
from command_center.web.request.revealed import MATTERS, NOTHING
from command_center.web.sign_in.passwords import Passwords

PER_SIGNER, PER_SCREEN = Rate(5, 15 * 60_000), Rate(20, 15 * 60_000)
"""Wrong proofs of one person, and at one account's screen (ours): a PIN of six digits is not found so."""
PIN = r"^[0-9]{6,12}$"
PIN_GIVERS = frozenset({Role.ADMINISTRATOR, Role.CONTROLLER})
"""Who may give a PIN to a person without an account; whoever has one sets their own."""
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,59}$")]
Secret = Annotated[SecretStr, Field(min_length=1, max_length=64)]

_log = log.get(__name__)


class SpotSignature(Asked):
    """A signature of `person` for a move as a party, with exactly one of `pin` and `badge` (the card's number)."""

    move: Name
    party: Name
    person: PersonId
    pin: Secret | None = None
    badge: Secret | None = None
    place: Annotated[str, Field(max_length=40)] | None = None
    base: Annotated[int, Field(ge=0, le=1_000_000)] | None = None

    @model_validator(mode="after")
    def one_proof(self) -> "SpotSignature":
        """Check that exactly one proof of identity is given."""
        if (self.pin is None) == (self.badge is None):
            raise PydanticCustomError("one_proof", "give a PIN or a badge")
        return self


class PinAsked(Asked):
    """A new PIN of six to twelve digits: one's own, or that of a `person` without an account."""

    pin: SecretStr
    person: PersonId | None = None

    @model_validator(mode="after")
    def digits(self) -> "PinAsked":
        """Refuse what is not a PIN, without repeating it."""
        value = self.pin.get_secret_value()
        if not (6 <= len(value) <= 12 and value.isascii() and value.isdigit()):
            raise PydanticCustomError("pin_digits", "a PIN has six to twelve digits")
        return self


@dataclass(frozen=True, slots=True)
class SpotSigning:
    """What the routes of signatures need of the center."""

    desk: Desk
    pins: SigningPins
    badges: Passages
    accounts: Accounts
    passwords: Passwords
    callers: Callers
    clock: Clock
    by_signer: Throttle = field(default_factory=lambda: Throttle(PER_SIGNER))
    by_screen: Throttle = field(default_factory=lambda: Throttle(PER_SCREEN))


class SpotSigned(TypedDict):
    """The number of the signature's fact; None if it already existed."""

    seq: int | None


POST_MATTERS_MATTER_SIGNATURES = door(
    "post", "/matters/<matter>/signatures",
    summary="Sign for a matter on another's screen, by a PIN or badge",
    answers="Signed",
    roles=HANDS, reveals=MATTERS, what="signatures", good=(201,), bad=(*WRITES, 404, 409, 429, 503),
    answer=SpotSigned, body=SpotSignature,
)  # fmt: skip

POST_SIGNING_PIN = door(
    "post", "/signing-pin",
    summary="Set the PIN by which one signs on another's screen; administrators and controllers set that of people "
    "without an account",
    answers="Set",
    roles=HANDS, reveals=NOTHING, what="signing_pin", good=(204,), bad=WRITES, body=PinAsked,
)  # fmt: skip


def signatures_api(spot: SpotSigning) -> Blueprint:
    """`POST /matters/ID/signatures` and `POST /signing-pin`."""
    api = Blueprint("signatures", __name__)
    s = spot
    guesses = Guesses(lambda: round(s.clock.elapsed() * 1000))

    @POST_MATTERS_MATTER_SIGNATURES.on(api, s.callers)
    def sign(caller: Caller, matter: str) -> Response:
        matter = s.desk.state.matters.known_as(matter)
        known = s.desk.state.matters.open.get(matter)
        reach = reach_of(
            s.desk.state, s.desk.site, caller.role, caller.actor.person, looks_only=caller.read_only
        )
        if known is None or not may_read_open(known, reach):
            raise Problem("not_found", 404, path=request.path)
        asked = json_body(request, SpotSignature)
        counted = [(s.by_signer, asked.person), (s.by_screen, caller.actor.id)]
        try:
            with guesses.turn(counted) as guess:
                if not _proven(s, asked):
                    guess.wrong = True
                    _log.warning(
                        "wrong proof of a signature", person=asked.person, account=caller.actor.id
                    )
                    raise Problem("wrong_signing_proof", 403)
        except TooManyGuesses as many:
            seconds = -(-many.wait_ms // 1000)
            headers = {"Retry-After": str(seconds)}
            raise Problem("throttled", 429, headers=headers, seconds=seconds) from many
        s.by_signer.forgive(asked.person)
        data = asked.model_dump(exclude={"pin", "badge"}, exclude_none=True)
        proof = "pin" if asked.pin is not None else "badge"
        result = carried_out(
            s.desk.submit(
                "matter.sign_on_the_spot",
                {**data, "matter": matter, "proof": proof},
                caller.actor,
                by_door=True,
            )
        )
        told: SpotSigned = {"seq": result.facts[-1].seq if result.facts else None}
        return answer_json(told, 201)

    @POST_SIGNING_PIN.on(api, s.callers)
    def give(caller: Caller) -> Response:
        asked = json_body(request, PinAsked)
        person = asked.person or caller.actor.person
        if person is None or person not in s.desk.state.site.person_by_id:
            raise Problem("no_such_person", 422)
        if person != caller.actor.person and not _may_give(s, caller, person):
            raise Problem("pin_of_another", 403)
        hashed = s.passwords.hash(asked.pin.get_secret_value(), shortest=6)
        s.pins.give(person, hashed, s.clock.now(), caller.actor.id)
        _log.info("a signing PIN was set", person=person, account=caller.actor.id)
        return Response(status=204)

    return api


def _may_give(s: SpotSigning, caller: Caller, person: str) -> bool:
    """Whether somebody else may set this person's PIN: nobody where the person has an account of their own."""
    has_account = any(one.person == person and not one.disabled for one in s.accounts.users())
    return caller.role in PIN_GIVERS and not has_account


def _proven(s: SpotSigning, asked: SpotSignature) -> bool:
    """Whether the PIN or badge belongs to the person."""
    if asked.badge is not None:
        number = asked.badge.get_secret_value()
        return s.badges.badges([number]).get(number) == asked.person
    assert asked.pin is not None
    return s.passwords.check(s.pins.of(asked.person), asked.pin.get_secret_value())
