"""Withdrawing an incident that was opened in error: a slip, a false report, or the same event twice.

It is no closing: nothing happened there that could be isolated, measured or sampled. So none of that
is asked, it counts in no response time, and no review begins. What was set going because of it must
have come to rest all the same, and the plant must not measure that it is true.
"""

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.incidents.closing import Missing
from command_center.domain.incidents.in_command import not_in_command
from command_center.domain.incidents.source import loses
from command_center.domain.open_incident import NameIncident, open_incident
from command_center.domain.payload import Words
from command_center.domain.presence import unaccounted
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Phrase, Refusal
from command_center.domain.registry import Context, applies, decides
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident, Withdrawal
from command_center.domain.state.same_event import alarms_of, carry_over
from command_center.domain.text import Reason, kept
from command_center.domain.verdicts.turns import ALWAYS, Turn


class WithdrawIncident(NameIncident):
    """Say that an incident was opened in error, and why. It cannot be undone.

    `same_as`: the open incident that proved to be the same event.
    """

    reason: Reason
    same_as: str | None = Field(default=None, max_length=40)


class IncidentWithdrawn(TypedDict):
    """An incident was opened in error. `alarms` are those that stood in it: they are free again, or
    stand in the open incident `same_as` that is the same event."""

    reason: str | Words
    same_as: str | None
    alarms: list[str]


TOLD_MS = 15 * 60_000
"""So long the command page says what went, and why (ours)."""


def withdrawn_turns(withdrawn: Withdrawal) -> list[Turn]:
    """`told` on the command page, then `past`."""
    return [(ALWAYS, "gone", "told"), (withdrawn.at + TOLD_MS, "plain", "past")]


def missing_to_withdraw(state: State, site: Site, incident: Incident) -> list[Missing]:
    """What of it is still going on, in the order people work through it: people first.

    Only what is out of our own stores must come back: what an outside unit brought is theirs. That
    the plant measures a loss at its source now is the plant's word that it is no error.
    """
    out = [d for d in state.ledger.dispatches.values() if d.incident == incident.id and d.out]
    tank = site.tank_by_id.get(incident.source.tank or "")
    checks = (
        ("accounted", unaccounted(state, incident)),
        ("entries_out", len(incident.entry.inside)),
        ("plant_loses", 1 if tank is not None and loses(state, tank) else 0),
        ("directives_open", len(state.in_hand.of_incident(incident.id))),
        ("resources_out", sum(d.unit is None for d in out)),
    )
    return [Missing(code=code, count=count) for code, count in checks if count]


@decides("incident.withdraw", WithdrawIncident, [Role.COMMANDER])
def withdraw(state: State, command: WithdrawIncident, ctx: Context) -> Decision:
    """Withdraws an incident that was opened in error: by who commands it; as the same event as another, by
    who commands both; where nobody commands, by any commander. Refused while anything of it is going on,
    each thing named. It is judged as of now.
    """
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    if incident.commander is not None and (refusal := not_in_command(incident, ctx)):
        return refusal
    if command.same_as == incident.id:
        return Refusal("same_as_itself", {"incident": incident.id})
    other = open_incident(state, command.same_as) if command.same_as else None
    if isinstance(other, Refusal):
        return other
    if other is not None and (refusal := _not_theirs_too(incident, other, ctx)):
        return refusal
    missing = missing_to_withdraw(state, ctx.site, incident)
    if missing:
        named = [Phrase(f"missing.{m['code']}", {"count": m["count"]}) for m in missing]
        mends = [Phrase(f"mends.{m['code']}") for m in missing]
        told = {"incident": incident.id, "missing": named, "mends": mends}
        return Refusal("withdraw_missing", told)
    data = IncidentWithdrawn(
        reason=kept(command.reason),
        same_as=other.id if other else None,
        alarms=[alarm.id for alarm in alarms_of(state, incident.id)],
    )
    return [Draft("incident.withdrawn", data, incident.id, incident.opened_seq, at=ctx.now)]


def _not_theirs_too(incident: Incident, other: Incident, ctx: Context) -> Refusal | None:
    """The other takes on alarms, calls and the earlier start and cannot give them back: so whoever
    commands it has the word. Two commanders agree by handing one of them over, which both acknowledge."""
    if other.commander is None or not (refusal := not_in_command(other, ctx)):
        return None
    told = {**refusal.params, "incident": incident.id, "same_as": other.id}
    virtual = refusal.code == "virtual_commands"
    return Refusal("same_as_virtual" if virtual else "same_as_of_another", told)


@applies("incident.withdrawn", IncidentWithdrawn, readers=EVERYBODY)
def withdrawn(state: State, fact: Fact) -> None:
    """Gone from the open incidents, and no review begins. Its alarms are free or the other's, and so
    are the calls that went outside: whoever leads the same event must see who is on the way."""
    incident = state.incidents[fact.incident or ""]
    d = fact.data
    incident.withdrawn = Withdrawal(
        at=fact.at,
        by=fact.speaker or fact.actor,
        reason=d["reason"],
        same_as=d["same_as"],
        seq=fact.seq,
        after=state.last_withdrawn,
    )
    state.open_incidents.pop(incident.id, None)
    state.last_withdrawn = incident.id
    other = state.incidents.get(d["same_as"] or "")
    if other is not None:
        carry_over(state, incident, other, d["alarms"])
        return
    for name in d["alarms"]:
        state.alarms[name].incident = None
