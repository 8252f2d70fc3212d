"""The steps by which a directive is followed: the facts of each step, and the state that it leads
to."""

from typing import NamedTuple, NotRequired

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.payload import Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.registry import applies, follows
from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive, DirectiveState


class FollowUp(NamedTuple):
    """The states in which a step may be taken, and the state that it leads to."""

    taken_from: frozenset[str]
    to: DirectiveState


_TAKEN: tuple[tuple[str, str, DirectiveState], ...] = (
    ("directive.acknowledged", "issued", "acknowledged"),
    ("directive.started", "acknowledged", "in_progress"),
    ("directive.progressed", "acknowledged in_progress", "in_progress"),
    ("directive.done", "acknowledged in_progress", "done"),
    ("directive.refused", "issued acknowledged in_progress", "refused"),
    ("directive.verified", "done", "verified"),
    ("directive.returned", "done", "in_progress"),
    ("directive.taken_back", "done", "in_progress"),
    ("directive.withdrawn", "issued acknowledged in_progress done refused", "withdrawn"),
)
STEPS = {kind: FollowUp(frozenset(taken_from.split()), to) for kind, taken_from, to in _TAKEN}
"""Nothing is implied, an acknowledgement least of all."""


class Acknowledged(TypedDict):
    """The recipient has acknowledged the directive. `late` is True after its time, by `late_ms`.
    `channel` is the channel by which the recipient answered a notice."""

    directive: str
    late: bool
    late_ms: int
    channel: NotRequired[str]


class DirectiveNoted(TypedDict):
    """Names a directive, with a note and a reference to the evidence of the work. `channel` is the
    channel by which a notice was answered."""

    directive: str
    note: str | Words | None
    evidence: str | None
    channel: NotRequired[str]


class Progressed(TypedDict):
    """The recipient reports progress in per cent."""

    directive: str
    percent: int
    note: str | Words | None
    evidence: str | None


class Attached(TypedDict):
    """The recipient attached a photograph or voice note to the directive, of this media type. `flags`
    say what of the camera's metadata does not fit."""

    directive: str
    sha256: str
    type: str
    flags: list[str]


class DirectiveTakenBack(TypedDict):
    """The recipient had reported the directive done by mistake: fact `takes_back` (its number)
    counts in no review. The directive is in progress again, at the per cent reported before."""

    directive: str
    takes_back: int
    note: str | Words | None


class DirectiveReasoned(TypedDict):
    """Names a directive, with the reason. `channel` is the channel by which a notice was answered."""

    directive: str
    reason: str | Words
    channel: NotRequired[str]


class DirectiveVerified(TypedDict):
    """The issuer verified the directive. Where the plant or a lock contradicts the report,
    `against` names the contradictions and `reason` says why it is accepted all the same."""

    directive: str
    reason: str | Words | None
    against: list[str]


def _advance(state: State, fact: Fact) -> Directive:
    """Moves the directive to its next state. Keeps the reason, note and evidence of the fact.

    One that has ended with its incident stays so: the step was taken before the close and recorded
    after it, or is of an older release, which let a directive outlive its incident.
    """
    found = state.directives[fact.data["directive"]]
    over = found.state == "ended"
    if over:
        found.reached = STEPS[fact.kind].to
    else:
        found.state = STEPS[fact.kind].to
    found.history.append(fact.seq)
    found.note = fact.data.get("note") or found.note
    found.evidence = fact.data.get("evidence") or found.evidence
    found.reason = fact.data.get("reason") or found.reason
    if not found.open and not over:
        found.ended_at = fact.at
        state.in_hand.ended(found)
    elif not over:
        state.in_hand.moved(found)
    return found


@applies("directive.acknowledged", Acknowledged, readers=EVERYBODY)
def acknowledged(state: State, fact: Fact) -> None:
    """Applies the fact: the directive is acknowledged, in time or late."""
    found = _advance(state, fact)
    found.acknowledged_at = fact.at
    found.acknowledged_by = fact.speaker or fact.actor
    state.in_hand.heard(found, found.acknowledged_by)
    found.ack_late = fact.data["late"]
    found.via = fact.via.value
    found.speaker = fact.speaker


@applies("directive.started", DirectiveNoted, v=2, readers=EVERYBODY)
def started(state: State, fact: Fact) -> None:
    """Applies the fact: the directive is in progress."""
    _advance(state, fact).started_at = fact.at


@applies("directive.progressed", Progressed, v=2, readers=EVERYBODY)
def progressed(state: State, fact: Fact) -> None:
    """Applies the fact: the directive is in progress, at the reported per cent."""
    _advance(state, fact).percent = fact.data["percent"]


@applies("directive.done", DirectiveNoted, v=2, readers=EVERYBODY)
def was_done(state: State, fact: Fact) -> None:
    """Applies the fact: the directive is done and waits to be verified."""
    _advance(state, fact).done_at = fact.at


@applies("directive.attached", Attached, readers=EVERYBODY)
def was_attached(state: State, fact: Fact) -> None:
    """Applies the fact: the directive has one more photograph or voice note. Its state stays."""
    d = fact.data
    found = state.directives[d["directive"]]
    found.attached.append({"sha256": d["sha256"], "type": d["type"], "flags": d["flags"]})


@applies("directive.refused", DirectiveReasoned, readers=EVERYBODY)
def was_refused(state: State, fact: Fact) -> None:
    """Applies the fact: the directive is refused, and somebody else has to do it."""
    _advance(state, fact).refused_by = fact.speaker or fact.actor


@applies("directive.verified", DirectiveVerified, v=2, readers=EVERYBODY)
def verified(state: State, fact: Fact) -> None:
    """Applies the fact: the directive is verified and closed."""
    _advance(state, fact)


@applies("directive.returned", DirectiveReasoned, readers=EVERYBODY)
def was_sent_back(state: State, fact: Fact) -> None:
    """Applies the fact: the directive was sent back and is in progress again, with the reason."""
    found = _advance(state, fact)
    found.returned = True
    found.done_at = None
    found.percent = 100


@applies("directive.taken_back", DirectiveTakenBack, readers=EVERYBODY)
def was_taken_back(state: State, fact: Fact) -> None:
    """Applies the fact: the directive is in progress again, because it was marked as done by
    mistake."""
    _advance(state, fact).done_at = None


@applies("directive.withdrawn", DirectiveReasoned, readers=EVERYBODY)
def was_withdrawn(state: State, fact: Fact) -> None:
    """Applies the fact: the directive was withdrawn by its issuer."""
    _advance(state, fact)


@follows("incident.closed")
def ended_with_its_incident(state: State, fact: Fact) -> None:
    """Applies the fact: every directive of the incident that was still open has ended. Nobody must
    carry it out, verify it or be reminded of it."""
    in_hand = (state if fact.drill is None else state.twins[fact.drill]).in_hand
    for found in tuple(in_hand.of_incident(fact.incident or "")):
        found.reached, found.state = found.state, "ended"
        found.ended_at = fact.at
        in_hand.ended(found)
