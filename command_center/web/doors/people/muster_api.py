"""Check-in at a muster point by code: `/api/v1/muster/<code>` shows a page with one button, and accepts what it
posts.

A code belongs to one evacuation, one muster point and one person or visitor. It can only say "I am here" for that
one, and only while that evacuation is open. A GET changes nothing, because programs open links. No session is read;
guessing is stopped after a few tries. Wardens and leaders can list the codes, on paper or as QR.
"""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from html import escape

from flask import Blueprint, Response, request
from typing_extensions import TypedDict

from command_center.clock import Clock
from command_center.desk import Accepted, Desk
from command_center.domain.actor import Actor, Role
from command_center.domain.bounds.plain_text import seen
from command_center.domain.people.wardens import wardens_now
from command_center.domain.readers import INSIDE_READERS
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.text import Text
from command_center.web.doors.messages.answers_api import page_of
from command_center.web.limits.rates import AskedRate
from command_center.web.limits.throttle import Rate, network_of
from command_center.web.request.answer_shapes import TEXT
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, query
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, door
from command_center.web.request.revealed import EVERYTHING, KEY, NOTHING
from command_center.words import say

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U."""
LENGTH = 8
"""Signs of a code: 40 bits. With `WRONG` tries a minute nobody finds one within an evacuation."""
LONGEST = 20
"""Signs of a wrong code that its page repeats."""
WRONG = Rate(10, 60_000)
"""Wrong codes from one network (ours)."""


@dataclass(frozen=True, slots=True)
class Muster:
    """What these routes need. `secret` is the same in every process."""

    desk: Desk
    callers: Callers
    clock: Clock
    secret: bytes
    language: str


@dataclass(frozen=True, slots=True)
class Coded:
    """The warden on whose behalf a code checks in, and the place."""

    incident: str
    muster: str
    person: str


class CodesAsked(Asked):
    """The muster point whose codes are wanted."""

    muster: str


def code_of(secret: bytes, incident: Incident, muster: str, person: str) -> str:
    """Return the code of one person or visitor at one muster point, in the evacuation ordered for the incident."""
    ordered = incident.evacuation.ordered_seq if incident.evacuation else 0
    told = f"{incident.id}\n{ordered}\n{muster}\n{person}".encode()
    number = int.from_bytes(hmac.new(secret, told, sha256).digest()[:5], "big")
    return "".join(SIGNS[(number >> shift) & 31] for shift in range(35, -1, -5))


def typed(code: str) -> str:
    """Normalise a code as people type it: with spaces or dashes, small letters, O for 0, I and L for 1."""
    bare = "".join(sign for sign in code.upper() if sign.isalnum())
    return bare.translate(str.maketrans("OIL", "011"))


def shown_code(code: str) -> str:
    """The code as the page repeats it: without characters that draw nothing, and no longer than a person types one."""
    read = seen(code).strip()
    return read if len(read) <= LONGEST else f"{read[:LONGEST]}…"


class MusterCode(TypedDict):
    """The code of one person or visitor at a muster point."""

    person: str
    code: str


class MusterCodes(TypedDict):
    """The codes of everybody sought by an evacuation, at one muster point. `/api/v1/muster/CODE` accepts one."""

    incident: str
    muster: str
    codes: list[MusterCode]


GET_MUSTER_CODE = door(
    "get", "/muster/<code>",
    summary="Show the page by which one checks in at a muster point; changes nothing",
    answers="A page",
    roles=None, reveals=KEY, good=(200, 404, 429), answer=TEXT, content_type="text/html",
)  # fmt: skip

POST_MUSTER_CODE = door(
    "post", "/muster/<code>",
    summary="Check in at a muster point by the code of this evacuation",
    answers="A page",
    roles=None, reveals=NOTHING, good=(200, 404, 409, 429), bad=(403,), answer=TEXT,
    content_type="text/html",
)  # fmt: skip

GET_INCIDENTS_NAME_MUSTER_CODES = door(
    "get", "/incidents/<name>/muster-codes",
    summary="The codes of everybody whom an evacuation asks for; to who leads and to wardens",
    answers="The codes",
    roles=INSIDE_READERS, reveals=EVERYTHING, what="muster_codes", writes=True,
    bad=(*READS, 404, 422), answer=MusterCodes, query=CodesAsked,
)  # fmt: skip


def muster_api(m: Muster) -> Blueprint:
    """`GET` and `POST /muster/CODE`, `GET /incidents/NAME/muster-codes`."""
    api = Blueprint("muster", __name__)
    wrong = AskedRate(WRONG)

    @GET_MUSTER_CODE.unguarded_on(api)
    def shown(code: str) -> Response:
        lang, found = _met(code)
        if isinstance(found, Response):
            return found
        text = say(lang, "muster.code.text", who=_name(m, found), muster=_place(m, found))
        button, small = say(lang, "muster.code.here"), say(lang, "muster.code.not_yet")
        body = (
            f'<p>{escape(text)}</p><form method="post"><button type="submit" autofocus>'
            f'{escape(button)}</button></form><p class="small">{escape(small)}</p>'
        )
        return page_of(lang, say(lang, "muster.code.title"), body, 200)

    @POST_MUSTER_CODE.unguarded_on(api)
    def taken(code: str) -> Response:
        lang, found = _met(code)
        if isinstance(found, Response):
            return found
        actor = Actor(f"code:{found.muster}", Role.RESPONDER, person=found.person)
        data = {"person": found.person, "muster": found.muster, "via": "phone"}
        answer = m.desk.submit("person.check_in", data, actor)
        if not isinstance(answer, Accepted) or answer.set_aside:
            return _told(lang, "refused", 409)  # what is set aside counts nobody
        return _told(lang, "taken", 200, who=_name(m, found), muster=_place(m, found))

    def _met(code: str) -> tuple[str, Coded | Response]:
        """The language, and whom the code checks in; else the page that says what is wrong with it."""
        lang = language_of(request.environ, m.language)
        network, now = network_of(request.remote_addr or ""), round(m.clock.elapsed() * 1000)
        try:
            wrong.must_have_room(network, now)
        except Problem as used_up:
            page = _told(lang, "too_often", 429, **used_up.params)
            page.headers.extend(used_up.headers)
            return lang, page
        found = find(m, typed(code))
        if found is not None:
            return lang, found
        wrong.count(network, now)
        read = shown_code(code)
        why = "unknown" if len(typed(code)) == LENGTH else "mistyped"
        return lang, _told(lang, why, 404, code=read, length=LENGTH)

    @GET_INCIDENTS_NAME_MUSTER_CODES.on(api, m.callers)
    def codes(caller: Caller, name: str) -> Response:
        state, site = m.desk.state, m.desk.site
        if caller.role is Role.RESPONDER and caller.actor.person not in wardens_now(state, site):
            raise Problem("not_a_warden", 403)
        asked = query(request, CodesAsked)
        incident = state.open_incidents.get(name)
        if incident is None or incident.evacuation is None:
            raise Problem("not_found", 404, path=request.path)
        if asked.muster not in {one.id for one in site.musters}:
            raise Problem("not_found", 404, path=asked.muster[:40])
        told: MusterCodes = {
            "incident": name,
            "muster": asked.muster,
            "codes": [
                {"person": who, "code": code_of(m.secret, incident, asked.muster, who)}
                for who in incident.evacuation.accounts
            ],
        }
        return answer_json(told)

    return api


def find(m: Muster, code: str) -> Coded | None:
    """Return the warden behind the code; None if no open evacuation has the code."""
    if len(code) != LENGTH:
        return None
    for known, coded in _all(m):
        if hmac.compare_digest(known, code):
            return coded
    return None


def _all(m: Muster) -> Iterator[tuple[str, Coded]]:
    for incident in m.desk.state.open_incidents.values():
        if incident.evacuation is None:
            continue
        for muster in m.desk.site.musters:
            asked = dict.fromkeys(incident.evacuation.accounts)
            for name, holder in (asked | incident.evacuation.holders).items():
                code = code_of(m.secret, incident, muster.id, name)
                yield code, Coded(incident.id, muster.id, holder or name)


def _name(m: Muster, found: Coded) -> Text | str:
    """The name of a person of the site; a visitor is called by number, for who holds a paper need not be them."""
    known = m.desk.site.person_by_id.get(found.person)
    return found.person if known is None else known.name


def _place(m: Muster, found: Coded) -> Text:
    return m.desk.site.places[found.muster][0]


def _told(lang: str, what: str, status: int, **params: Text | str | int) -> Response:
    title = say(lang, f"muster.{what}.title")
    body = f"<p>{escape(say(lang, f'muster.{what}.text', **params))}</p>"
    return page_of(lang, title, body, status)
