"""The roll call of those at work in the response (personnel accountability report, PAR).

Everybody but the commander who is assigned, on the way, on scene, standing by or inside is asked. They answer for
themselves, or the lead of their team does, by screen or radio. An answer says that somebody was
heard, not that they are safe at a muster point, so it changes no headcount. Times are UTC epoch ms.
"""

from collections.abc import Iterator

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import PersonId
from command_center.domain.open_incident import open_incident
from command_center.domain.presence import ON_DUTY
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.site.model import Site
from command_center.domain.speaking import RECORDERS, speaks_for, witness
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.people.roll_call import RollCall
from command_center.domain.verdicts.turns import ALWAYS, Turn, turns_of

EVERY_MIN = 10
"""Minutes from one roll call to the next. NFPA 1561 has the dispatch centre report the elapsed time to the incident
commander at 10-minute intervals until he ends it; a roll call goes with each (a plant may choose another)."""
ANSWER_MS = 180_000
"""Who has not answered by then is overdue: three minutes (ours)."""


class StartRollCall(Command):
    """Start a roll call of everybody at work in the response. `every_min`: repeat it automatically
    after that many minutes."""

    incident: str = Field(max_length=40)
    every_min: int | None = Field(default=EVERY_MIN, ge=1, le=120)


class RepeatRollCall(Command):
    """Start the next roll call, by the clock."""

    incident: str = Field(max_length=40)


class AnswerRollCall(Command):
    """Record that somebody was heard."""

    incident: str = Field(max_length=40)
    person: PersonId


class EndRollCalls(Command):
    """Stop the automatic roll calls."""

    incident: str = Field(max_length=40)


class RollCallStarted(TypedDict):
    """A roll call started: everybody in `people` is asked whether they are well. `every_ms` is
    after how long the next one is due."""

    number: int
    people: list[str]
    every_ms: int | None


class RollCallAnswered(TypedDict):
    """A person was heard in a roll call: by their own report or their team lead's."""

    number: int
    person: str


class RollCallsEnded(TypedDict):
    """The automatic roll calls were stopped."""

    number: int


def at_work(state: State, incident: Incident) -> list[str]:
    """Returns the people whom a roll call asks: those inside and standing by first, then those
    assigned or at work in the response. Who commands at a screen asks and is not asked, unless they
    are in or at the hot zone or at work by their own report."""
    asked: dict[str, None] = dict.fromkeys(incident.entry.inside)
    asked |= dict.fromkeys(incident.entry.ready)
    if incident.evacuation is not None:
        accounts = incident.evacuation.accounts.items()
        assigned = (person for person, account in accounts if account == "assigned")
        asked |= dict.fromkeys(person for person in assigned if person != incident.at_screen)
    for person, responder in state.responders.items():
        if responder.status in ON_DUTY:
            asked[person] = None
    return list(asked)


def answer_turns(call: RollCall, answered_at: int | None) -> list[Turn]:
    """Returns the turns of one answer: `heard`, or `asked` and then `overdue`."""
    if answered_at is not None:
        return [(ALWAYS, "good", "heard")]
    return [(ALWAYS, "note", "asked"), (call.at + ANSWER_MS, "urgent", "overdue")]


def roll_call_turns(call: RollCall) -> list[Turn]:
    """Returns the turns of a roll call: `complete`, or `running` and then `overdue`; `due` when the
    next one must start; `ended`."""
    if call.ended_at is not None and not call.open:
        return [(ALWAYS, "plain", "ended")]
    turns: list[Turn] = (
        [(ALWAYS, "note", "running"), (call.at + ANSWER_MS, "urgent", "overdue")]
        if call.open
        else [(ALWAYS, "good", "complete")]
    )
    if call.next_at is not None and call.ended_at is None and not call.open:
        turns.append((call.next_at, "warn", "due"))
    return turns_of(turns)


@decides("roll_call.start", StartRollCall, [Role.COMMANDER, Role.CONTROLLER])
def start(state: State, command: StartRollCall, ctx: Context) -> Decision:
    """Starts a roll call of everybody at work in the response, repeated automatically at the
    interval of NFPA 1561."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    every = None if command.every_min is None else command.every_min * 60_000
    return _call(state, incident, every)


@decides("roll_call.repeat", RepeatRollCall, [Role.DUTY])
def repeat(state: State, command: RepeatRollCall, ctx: Context) -> Decision:
    """Starts the next roll call when the interval is over, or the first one where the site's
    settings start it automatically."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    due = roll_call_due(state, ctx.site, incident)
    if due is None or ctx.now < due:
        return []
    call = incident.roll_call
    every = call.every_ms if call is not None else ctx.site.roll_call_ms
    return _call(state, incident, every)


def _call(state: State, incident: Incident, every_ms: int | None) -> Decision:
    people = at_work(state, incident)
    if not people:
        return Refusal("nobody_at_work")
    number = 1 if incident.roll_call is None else incident.roll_call.number + 1
    data = RollCallStarted(number=number, people=people, every_ms=every_ms)
    return [Draft("roll_call.started", data, incident.id, caused_by=incident.opened_seq)]


@decides("roll_call.answer", AnswerRollCall, [Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER])
def answer(state: State, command: AnswerRollCall, ctx: Context) -> Decision:
    """Records that somebody was heard: by their own report, their team lead's, or the radio's."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    call = incident.roll_call
    if call is None or command.person not in call.asked:
        return Refusal("not_in_roll_call", {"person": command.person})
    if not (speaks_for(command.person, command, ctx) or _leads(state, command, ctx)):
        known = ctx.site.person_by_id.get(command.person)
        name = known.name if known is not None else command.person
        return Refusal("not_your_word", {"name": name}, status=403)
    if call.asked[command.person] is not None:
        return []
    data = RollCallAnswered(number=call.number, person=command.person)
    return [Draft("roll_call.answered", data, incident.id, caused_by=call.seq)]


def _leads(state: State, command: AnswerRollCall, ctx: Context) -> bool:
    """Returns whether the report comes from the lead of one of the person's teams, or from a
    commander or recorder who heard them."""
    word = witness(command, ctx)
    if command.speaker is None and ctx.actor.role in RECORDERS:
        return True
    return any(
        command.person in team.members and state.roster.holders.get(team.lead) == word
        for team in ctx.site.teams
        if word is not None
    )


@decides("roll_call.end", EndRollCalls, [Role.COMMANDER, Role.CONTROLLER])
def end(state: State, command: EndRollCalls, ctx: Context) -> Decision:
    """Stops the automatic roll calls. Whoever has not answered the last one stays overdue."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    call = incident.roll_call
    if call is None or call.ended_at is not None:
        return Refusal("no_roll_call")
    return [
        Draft(
            "roll_call.ended", RollCallsEnded(number=call.number), incident.id, caused_by=call.seq
        )
    ]


def roll_call_due(state: State, site: Site, incident: Incident) -> int | None:
    """Returns when the next automatic roll call is due (UTC epoch ms); None where there is none,
    because nobody asked for it or nobody is at work."""
    call = incident.roll_call
    if call is not None:
        return None if call.ended_at is not None else call.next_at
    if site.roll_call_ms is None or not at_work(state, incident):
        return None
    return incident.opened_at + site.roll_call_ms


def roll_calls_due(state: State, site: Site, now: int) -> Iterator[str]:
    """Yields the open incidents whose next roll call is due."""
    for incident in state.open_incidents.values():
        due = roll_call_due(state, site, incident)
        if due is not None and now >= due and at_work(state, incident):
            yield incident.id


@applies("roll_call.started", RollCallStarted, readers=EVERYBODY)
def started(state: State, fact: Fact) -> None:
    """Applies the fact: a new roll call has started, and earlier answers do not count."""
    told = fact.data
    asked: dict[str, int | None] = dict.fromkeys(told["people"])
    incident = state.incidents[fact.incident or ""]
    incident.roll_call = RollCall(told["number"], fact.at, fact.seq, told["every_ms"], asked)


@applies("roll_call.answered", RollCallAnswered, readers=EVERYBODY)
def answered(state: State, fact: Fact) -> None:
    """Applies the fact: the person was heard. A late answer to an older roll call does not count
    for this one."""
    call = state.incidents[fact.incident or ""].roll_call
    if call is not None and call.number == fact.data["number"]:
        call.asked[fact.data["person"]] = fact.at


@applies("roll_call.ended", RollCallsEnded, readers=EVERYBODY)
def ended(state: State, fact: Fact) -> None:
    """Applies the fact: no more automatic roll calls start in this incident."""
    call = state.incidents[fact.incident or ""].roll_call
    if call is not None:
        call.ended_at = fact.at
