"""Withdraws an incident that was opened in error: a slip, a false report, or the same event twice.

This is not closing: nothing had to be isolated, measured or sampled. So it needs none of those
conditions, counts in no response time, and has no review. But whatever was started because of it
must have ended, and the plant must not be measuring that it is real.
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
    """Withdraw an incident that was opened in error, with the reason. It cannot be undone.

    `same_as` is the open incident that proved to be the same event.
    """

    reason: Reason
    same_as: str | None = Field(default=None, max_length=40)


class IncidentWithdrawn(TypedDict):
    """An incident that was opened in error was withdrawn. `alarms` are those that belonged to it:
    they are free again, or belong to the open incident `same_as`, which is the same event."""

    reason: str | Words
    same_as: str | None
    alarms: list[str]


TOLD_MS = 15 * 60_000
"""So long the command page says what went, and why (ours)."""


def withdrawn_turns(withdrawn: Withdrawal) -> list[Turn]:
    """Returns the turns of a withdrawn incident: `told` on the command page, then `past`."""
    return [(ALWAYS, "gone", "told"), (withdrawn.at + TOLD_MS, "plain", "past")]


def missing_to_withdraw(state: State, site: Site, incident: Incident) -> list[Missing]:
    """Returns what of the incident is still going on, people first.

    Only what left the plant's own stores must come back. A loss that the plant measures at its
    source now is evidence that the incident is no error.
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
    """Withdraws an incident that was opened in error. Its commander may do so; for a duplicate, the
    commander of both incidents; where nobody commands, any commander. Refused while anything of
    it is still going on, each thing named. It is judged as of now."""
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
    """Refuses a withdrawal as duplicate by somebody who does not command the other incident,
    because that one takes over alarms, calls and the earlier start for good. Two commanders
    agree by a transfer of command, which both acknowledge."""
    if other.commander is None or not (refusal := not_in_command(other, ctx)):
        return None
    told = {**refusal.params, "incident": incident.id, "same_as": other.id}
    virtual = refusal.code == "virtual_commands"
    return Refusal("same_as_virtual" if virtual else "same_as_of_another", told)


@applies("incident.withdrawn", IncidentWithdrawn, readers=EVERYBODY)
def withdrawn(state: State, fact: Fact) -> None:
    """Applies the fact: the incident is no longer open, and no review begins. Its alarms become
    free or belong to the other incident. So do its outside calls, because the other's commander
    must see who is on the way."""
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
