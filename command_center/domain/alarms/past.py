"""Reconstructs past alarms from their facts: each activation from raised to returned."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from command_center.domain.alarms.standing import grave
from command_center.domain.fact import Fact
from command_center.domain.verdicts.turns import Sign


@dataclass(slots=True)
class Activation:
    """One activation of an alarm. Times are UTC epoch ms; `..._seq` is the number of the fact.

    `shelved_by` is who shelved it while it stood, if anybody did. `sign` is how serious it was by
    itself. `state` (ISA-18.2) is its state at the end of the known facts.
    """

    alarm: str
    tag: str
    condition: str
    priority: str
    raised_at: int
    raised_seq: int
    value: float
    limit: float | None
    incident: str | None = None
    acked_at: int | None = None
    acked_by: str | None = None
    acked_seq: int | None = None
    returned_at: int | None = None
    returned_seq: int | None = None
    shelved_by: str | None = None
    sign: Sign = "note"
    state: Literal["NORM", "UNACK", "ACKED", "RTNUN"] = "UNACK"

    def within(self, since: int, until: int) -> bool:
        """Returns whether the alarm was active at any time from `since` on and before `until`."""
        return self.raised_at < until and (self.returned_at is None or self.returned_at >= since)


def activations(facts: Iterable[Fact]) -> list[Activation]:
    """Returns every activation that was raised among `facts` (of one journal, in order), oldest
    first.

    Facts that answer an activation raised before the first fact are ignored, because its beginning
    is not known.
    """
    found: list[Activation] = []
    last: dict[str, Activation] = {}
    for fact in facts:
        if fact.kind == "alarm.raised":
            data = fact.data
            raised = Activation(
                alarm=data["alarm"],
                tag=data["tag"],
                condition=data["condition"],
                priority=data["priority"],
                raised_at=fact.at,
                raised_seq=fact.seq,
                value=data["value"],
                limit=data["limit"],
                incident=fact.incident,
                sign=grave(data["condition"], data["priority"]),
            )
            found.append(raised)
            last[raised.alarm] = raised
        elif fact.kind.startswith("alarm."):
            answered = last.get(fact.data["alarm"])
            if answered is not None:
                _answer(answered, fact)
    return found


def _answer(activation: Activation, fact: Fact) -> None:
    if fact.incident is not None:
        activation.incident = fact.incident
    if fact.kind == "alarm.returned":
        activation.returned_at, activation.returned_seq = fact.at, fact.seq
        activation.state = "RTNUN" if activation.acked_at is None else "NORM"
    elif fact.kind == "alarm.acknowledged":
        activation.acked_at, activation.acked_seq = fact.at, fact.seq
        activation.acked_by = fact.speaker or fact.actor
        activation.state = "ACKED" if activation.returned_at is None else "NORM"
    elif fact.kind in ("alarm.shelved", "alarm.taken_out"):
        activation.shelved_by = fact.speaker or fact.actor
