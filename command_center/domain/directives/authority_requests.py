"""Requests for authority: a person who lacks it asks somebody who has it; without an answer they
may act in the end.

If the request is unanswered for 120 s, the on-scene commander may act under emergency authority:
the reason is recorded and the superior told (docs/domain.md, "Authority"). A grant holds for the
incident, for whoever commands it. Acts that docs/domain.md leaves free need no request.
"""

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.directives.authority import has_authority
from command_center.domain.directives.holdings import Capability, granting_posts
from command_center.domain.fact import Draft, Fact
from command_center.domain.incidents.in_command import not_in_command
from command_center.domain.notifications.replies import page
from command_center.domain.open_incident import open_incident
from command_center.domain.payload import Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Phrase, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.speaking import speaks_for
from command_center.domain.state import State
from command_center.domain.state.directives.request import Request, RequestState
from command_center.domain.text import Note, Reason
from command_center.domain.verdicts.turns import ALWAYS, Turn

UNANSWERED_MS = 120_000
"""After this long without an answer emergency authority may be used (docs/domain.md, "Authority")."""
UNEXPLAINED = Words(zh="未说明理由", en="No reason given")
"""A denial by one touch, a button or a code has no reason; the fact says so."""
ASKED, INFORMED = "asked", "informed"
"""The steps of a request's notices: who is asked, and who is told that nobody answered."""


class AskAuthority(Command):
    """Ask somebody whose post has the authority. Without `person`, the first present holder is
    asked, those on site first."""

    incident: str = Field(max_length=40)
    capability: Capability
    scope: str = Field(max_length=40)
    target: str = Field(max_length=40)
    person: str | None = Field(default=None, max_length=64)


class NameRequest(Command):
    """Names a request for authority, with an optional note."""

    request: str = Field(max_length=40)
    note: Note | None = None


class ReasonedRequest(Command):
    """Names a request for authority, with the reason."""

    request: str = Field(max_length=40)
    reason: Reason


class DenyRequest(Command):
    """Deny a request for authority, with an optional reason."""

    request: str = Field(max_length=40)
    reason: Reason | None = None


class AuthorityAsked(TypedDict):
    """Somebody was asked for authority. `wait_from` is when it was first refused, or the time of
    the request (UTC epoch ms)."""

    id: str
    capability: str
    scope: str
    level: str
    target: str
    post: str
    person: str
    wait_from: int


class AuthorityAnswered(TypedDict):
    """Authority was granted or denied, `waited_ms` after it was first wanted. `by_asker` is True
    where the asker has entered the answer, as heard by telephone or radio."""

    request: str
    capability: str
    scope: str
    level: str
    target: str
    waited_ms: int
    reason: str | Words | None
    by_asker: bool


class EmergencyUsed(TypedDict):
    """The commander acts without an answer to the request; `told` are the superiors who are
    informed."""

    request: str
    capability: str
    scope: str
    level: str
    target: str
    waited_ms: int
    reason: str | Words
    told: list[str]


@decides("authority.ask", AskAuthority, [Role.COMMANDER])
def ask(state: State, command: AskAuthority, ctx: Context) -> Decision:
    """Asks a superior for authority that the asker's post does not have. Only one request for the
    same thing can be open."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    if refusal := not_in_command(incident, ctx):
        return refusal
    if command.scope not in ctx.site.area_by_id:
        return Refusal("unknown_place", {"place": command.scope})
    if has_authority(state, ctx, incident, command.capability, command.scope):
        return Refusal("authority_yours")
    wanted = (command.capability, command.scope, command.target)
    for known in incident.requests.values():
        if known.open and (known.capability, known.scope, known.target) == wanted:
            name = ctx.site.person_by_id[known.person].name
            return Refusal("authority_asked", {"name": name})
    posts = granting_posts(
        state, ctx.site, command.capability, command.scope, incident.level, ctx.now
    )
    post = _post_to_ask(state, posts, command.person)
    if post is None:
        return Refusal("authority_nobody")
    refused = [
        one
        for one in incident.authority_attempts.values()
        if (one["capability"], one["scope"], one["target"]) == wanted
    ]
    first = refused[0] if refused else None
    data = AuthorityAsked(
        id=state.name("ASK", len(state.requests) + 1),
        capability=command.capability,
        scope=command.scope,
        level=incident.level,
        target=command.target,
        post=post,
        person=str(state.roster.holders[post]),
        wait_from=min(first["at"], ctx.when(command)) if first else ctx.when(command),
    )
    cause = first["seq"] if first else incident.opened_seq
    return [Draft("authority.asked", data, incident.id, caused_by=cause)]


def _post_to_ask(state: State, posts: list[str], person: str | None) -> str | None:
    held = [post for post in posts if state.roster.holders.get(post)]
    if person is not None:
        return next((post for post in held if state.roster.holders[post] == person), None)
    here = [post for post in held if state.roster.holder_on_site(post)]
    return next(iter([*here, *held]), None)


def _request(state: State, request: str) -> Request | Refusal:
    found = state.requests.get(request)
    if found is None:
        return Refusal("unknown_request", {"request": request})
    if not found.open:
        now = Phrase(f"phrase.request_{found.state}")
        return Refusal("request_answered", {"request": request, "state": now})
    return found


def _answer(
    state: State, ctx: Context, command: Command, request: str, kind: str, reason: object
) -> Decision:
    found = _request(state, request)
    if isinstance(found, Refusal):
        return found
    if not speaks_for(found.person, command, ctx):
        name = ctx.site.person_by_id[found.person].name
        return Refusal("not_asked", {"name": name}, status=403)
    if state.incidents[found.incident].withdrawn is not None:
        return Refusal("incident_withdrawn", {"incident": found.incident})
    by_asker = (ctx.actor.person or ctx.actor.id) == found.by
    return [draft_answer(state, found, kind, ctx.when(command), reason, by_asker=by_asker)]


def draft_answer(
    state: State, found: Request, kind: str, at: int, reason: object, *, by_asker: bool = False
) -> Draft:
    """Returns the fact of an answer given at `at` (UTC epoch ms): `authority.granted` or
    `authority.denied`."""
    data = {
        "request": found.id,
        "capability": found.capability,
        "scope": found.scope,
        "level": state.incidents[found.incident].level,
        "target": found.target,
        "waited_ms": max(0, at - found.wait_from),
        "reason": reason,
        "by_asker": by_asker,
    }
    return Draft(kind, data, found.incident, caused_by=found.seq)


ANSWERERS = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER)


@decides("authority.grant", NameRequest, ANSWERERS)
def grant(state: State, command: NameRequest, ctx: Context) -> Decision:
    """Grants a request for the person who was asked: at their own screen, or by telephone or radio
    through whoever keeps the radio log. Where nobody else is there, the asker may enter the
    answer; the grant then says so wherever it is shown."""
    note = command.model_dump()["note"]
    return _answer(state, ctx, command, command.request, "authority.granted", note)


@decides("authority.deny", DenyRequest, ANSWERERS)
def deny(state: State, command: DenyRequest, ctx: Context) -> Decision:
    """Denies a request for the person who was asked. The reason is optional; without it the fact
    says that none was given."""
    reason = command.model_dump()["reason"] or UNEXPLAINED
    return _answer(state, ctx, command, command.request, "authority.denied", reason)


def emergency_from(request: Request) -> int:
    """Returns from when on an unanswered request permits emergency authority (UTC epoch ms)."""
    return request.asked_at + UNANSWERED_MS


def wait_turns(request: Request) -> list[Turn]:
    """Returns the turns of a request: it `waits` for its answer, until emergency authority is
    `allowed` without one."""
    return [(ALWAYS, "plain", "waits"), (emergency_from(request), "urgent", "allowed")]


@decides("authority.use_emergency", ReasonedRequest, [Role.COMMANDER])
def use_emergency(state: State, command: ReasonedRequest, ctx: Context) -> Decision:
    """Lets the commander use emergency authority, with a reason, once nobody has answered the
    request for two minutes."""
    found = _request(state, command.request)
    if isinstance(found, Refusal):
        return found
    incident = open_incident(state, found.incident)
    if isinstance(incident, Refusal):
        return incident
    if refusal := not_in_command(incident, ctx):
        return refusal
    left = emergency_from(found) - ctx.now
    if left > 0:
        name = ctx.site.person_by_id[found.person].name
        return Refusal("authority_wait", {"name": name, "seconds": -(-left // 1000)})
    post = ctx.site.post_by_id.get(incident.commander_post or "")
    superior = state.roster.holders.get(post.superior or "") if post else None
    told = [person for person in dict.fromkeys((superior, found.person)) if person]
    data = EmergencyUsed(
        request=found.id,
        capability=found.capability,
        scope=found.scope,
        level=incident.level,
        target=found.target,
        waited_ms=max(0, ctx.now - found.wait_from),
        reason=command.model_dump()["reason"],
        told=told,
    )
    return [Draft("authority.emergency_used", data, found.incident, caused_by=found.seq)]


@applies("authority.asked", AuthorityAsked, readers=EVERYBODY)
def asked(state: State, fact: Fact) -> None:
    """Applies the fact: the request is open, and the person asked is to be paged by every channel."""
    d = fact.data
    found = Request(
        d["id"], fact.incident or "", d["capability"], d["scope"], d["target"], d["post"],
        d["person"], fact.actor, fact.at, fact.seq, d["wait_from"],
    )  # fmt: skip
    found.pages.append(page(state, found, ASKED, found.person, fact.seq, fact.at, found.post))
    state.requests[found.id] = found
    state.incidents[found.incident].requests[found.id] = found


def _settle(state: State, fact: Fact, word: RequestState) -> Request:
    found = state.requests[fact.data["request"]]
    found.state = word
    found.answered_at = fact.at
    found.reason = fact.data["reason"]
    found.by_asker = word in ("granted", "denied") and fact.actor == found.by
    if word != "denied":
        allowed = (found.capability, found.scope)
        state.incidents[found.incident].allowed.setdefault(allowed, found.id)
    return found


@applies("authority.granted", AuthorityAnswered, v=2, readers=EVERYBODY)
def granted(state: State, fact: Fact) -> None:
    """Applies the fact: the commander of this incident may do what was asked for."""
    _settle(state, fact, "granted")


@applies("authority.denied", AuthorityAnswered, v=2, readers=EVERYBODY)
def denied(state: State, fact: Fact) -> None:
    """Applies the fact: the request is answered, and the authority is not given."""
    _settle(state, fact, "denied")


@applies("authority.emergency_used", EmergencyUsed, readers=EVERYBODY)
def emergency_used(state: State, fact: Fact) -> None:
    """Applies the fact: the commander may act on the request, and the superiors are paged. The
    review judges it later."""
    found = _settle(state, fact, "emergency")
    for count, person in enumerate(fact.data["told"]):
        step = f"{INFORMED}_{count + 1}"
        found.pages.append(page(state, found, step, person, fact.seq, fact.at))
