"""Escalation: fires the steps of a directive's frozen chain, each once, or skips them with a
reason."""

from collections.abc import Iterator
from typing import NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.notifications.replies import page
from command_center.domain.presence import lost_in
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive
from command_center.domain.state.notices.notice import Rung
from command_center.domain.verdicts.turns import ALWAYS, Turn

LATE_MS = 2_000
"""A step that fires this much past its time is marked late: four beats of the duties (ours)."""
OWN = frozenset({"repeat", "ask_again"})
"""Steps that tell the recipient once more, wherever they are; others tell only who is on site."""


class FireStep(Command):
    """Fire a step of a directive's escalation chain that is due."""

    directive: str = Field(max_length=40)
    step: str = Field(max_length=20)


class EscalationFired(TypedDict):
    """A step of a directive's escalation chain paged somebody. `late`: it fired well past its time,
    by `late_ms`. `outage` is the fact of the span without a process in which it was due (absent
    in older facts)."""

    directive: str
    step: str
    post: str | None
    person: str
    late: bool
    late_ms: int
    outage: NotRequired[int | None]


class EscalationSkipped(TypedDict):
    """A step of a directive's escalation chain could page nobody. `person` is who holds the post,
    if anybody. The other keys are those of `EscalationFired`."""

    directive: str
    step: str
    post: str | None
    person: str | None
    reason: str
    late: bool
    late_ms: int
    outage: NotRequired[int | None]


class EscalationExhausted(TypedDict):
    """Everybody in the escalation chain was paged or skipped, and nobody has acknowledged."""

    directive: str
    told: list[str]


def due_at(found: Directive, rung: Rung) -> int | None:
    """Returns when a step is due (UTC epoch ms); None while the event it waits for is not awaited."""
    if rung["since"] == "issued":
        since = found.paged_from if found.state == "issued" else None
    else:
        since = found.acknowledged_at if found.state == "acknowledged" else None
    return None if since is None else since + rung["after_ms"]


def step_turns(at: int) -> list[Turn]:
    """Returns the turns of a step: to `come`, then `due` at `at` (UTC epoch ms)."""
    return [(ALWAYS, "plain", "come"), (at, "plain", "due")]


def steps_due(state: State, now: int) -> Iterator[tuple[str, str]]:
    """Yields (directive, step) of every step that is due at `now` and not fired or skipped, in
    order of time."""
    due: list[tuple[int, str, str]] = []
    for directives in state.in_hand.by_incident.values():
        for found in directives.values():
            if found.state not in ("issued", "acknowledged"):
                continue
            for rung in found.ladder:
                at = due_at(found, rung)
                if at is not None and at <= now and rung["step"] not in found.taken:
                    due.append((at, found.id, rung["step"]))
    yield from ((directive, step) for _, directive, step in sorted(due))


@decides("escalation.fire", FireStep, [Role.DUTY])
def fire(state: State, command: FireStep, ctx: Context) -> Decision:
    """Fires a due step of a directive's escalation chain, once. A step that is not due, or no
    longer due, records nothing."""
    found = state.directives.get(command.directive)
    if found is None:
        return Refusal("unknown_directive", {"directive": command.directive})
    rung = next((r for r in found.ladder if r["step"] == command.step), None)
    if rung is None:
        return Refusal("unknown_escalation", {"step": command.step})
    at = due_at(found, rung)
    if at is None or ctx.now < at or rung["step"] in found.taken:
        return []
    if rung["step"] == "exhausted":
        told = list(dict.fromkeys(page.person for page in found.pages))
        data = EscalationExhausted(directive=found.id, told=told)
        return [Draft("escalation.exhausted", data, found.incident, caused_by=found.issued_seq)]
    late_ms = ctx.now - at
    late_ms = late_ms if late_ms > LATE_MS else 0
    named = state.outage.seq if late_ms and state.outage and state.outage.covers(at) else None
    person = _holder(state, found, rung)
    reason = _why_not(state, found, rung, person)
    if reason is None and person is not None:
        fired = EscalationFired(
            directive=found.id, step=rung["step"], post=rung["post"], person=person,
            late=late_ms > 0, late_ms=late_ms, outage=named,
        )  # fmt: skip
        return [Draft("escalation.fired", fired, found.incident, caused_by=found.history[-1])]
    skipped = EscalationSkipped(
        directive=found.id, step=rung["step"], post=rung["post"], person=person,
        reason=reason or "vacant", late=late_ms > 0, late_ms=late_ms, outage=named,
    )  # fmt: skip
    return [Draft("escalation.skipped", skipped, found.incident, caused_by=found.history[-1])]


def _holder(state: State, found: Directive, rung: Rung) -> str | None:
    """Returns who holds the step's post now; for a directive to a person without a post, that
    person."""
    if rung["step"] in OWN:
        return state.roster.holders.get(rung["post"] or "") or found.to_person
    return state.roster.holders.get(rung["post"] or "")


def _why_not(state: State, found: Directive, rung: Rung, person: str | None) -> str | None:
    """Returns why a step cannot page anybody; None if it can (docs/domain.md: the missing, off-site
    and refused)."""
    own = rung["step"] in OWN
    if rung["post"] is None and not own:
        return "no_post"
    if person is None:
        return "vacant"
    if _missing(state, person):
        return "missing"
    if own:
        return None
    if person not in state.roster.on_site:
        return "off_site"
    if person in _refused(state, found):
        return "refused"
    return "told" if _told(found, rung, person) else None


def _missing(state: State, person: str) -> bool:
    return bool(lost_in(state, person))


def _refused(state: State, found: Directive) -> set[str]:
    """Returns who has refused the same task: this directive, its plan step, or the directive that
    it replaces."""
    given = state.in_hand.given.get(found.incident, ())
    same = (state.directives[d] for d in given)
    return {
        one.refused_by
        for one in same
        if one.refused_by is not None
        and (one.id == found.supersedes or (found.step is not None and one.step == found.step))
    }


def _told(found: Directive, rung: Rung, person: str) -> bool:
    """Returns whether the person has been paged already. A deputy is paged once for each of the two
    waits."""
    if person == found.to_person:
        return True
    return rung["since"] == "issued" and any(page.person == person for page in found.pages)


@applies("escalation.fired", EscalationFired, readers=EVERYBODY)
def fired(state: State, fact: Fact) -> None:
    """Applies the fact: the person of this step is to be paged by every channel."""
    found = state.directives[fact.data["directive"]]
    step = fact.data["step"]
    found.taken[step] = {**fact.data, "at": fact.at}
    post = fact.data["post"]
    found.pages.append(page(state, found, step, fact.data["person"], fact.seq, fact.at, post))


@applies("escalation.skipped", EscalationSkipped, readers=EVERYBODY)
def skipped(state: State, fact: Fact) -> None:
    """Applies the fact: the step is shown with the reason why it could page nobody."""
    found = state.directives[fact.data["directive"]]
    found.taken[fact.data["step"]] = {**fact.data, "at": fact.at}


@applies("escalation.exhausted", EscalationExhausted, readers=EVERYBODY)
def exhausted(state: State, fact: Fact) -> None:
    """Applies the fact: the chain has ended, and a person must find another way."""
    found = state.directives[fact.data["directive"]]
    found.taken["exhausted"] = {"at": fact.at}
    found.exhausted_at = fact.at
