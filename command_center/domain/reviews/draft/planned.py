"""Planned against actual: each step of the plan beside what was done."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from command_center.domain.fact import Fact
from command_center.domain.site.model import Site, Step
from command_center.domain.timing.record import Record

State = Literal["on_time", "late", "open", "refused", "not_issued"]


@dataclass(frozen=True, slots=True)
class Planned:
    """A step of the plan: due `due_s` seconds after t0; its directive, and the facts about it."""

    step: Step
    t0: int
    issued: Fact | None
    acked: Fact | None
    done: Fact | None
    state: State

    def as_row(self) -> dict[str, Any]:
        """Returns the row for the API; times in seconds from t0, None where nothing happened."""
        return {
            "step": self.step.id,
            "text": self.step.text.as_row(),
            "post": self.step.post,
            "category": self.step.category.value,
            "at_s": self.step.at_s,
            "due_s": self.step.due_s,
            "directive": self.issued.data["id"] if self.issued else None,
            "issued_s": self._after(self.issued),
            "acked_s": self._after(self.acked),
            "done_s": self._after(self.done),
            "issued_seq": self.issued.seq if self.issued else None,
            "acked_seq": self.acked.seq if self.acked else None,
            "done_seq": self.done.seq if self.done else None,
            "state": self.state,
        }

    def _after(self, fact: Fact | None) -> float | None:
        return (fact.at - self.t0) / 1000 if fact else None


def planned(record: Record, site: Site) -> Iterator[Planned]:
    """Yields every step of the plan with which the incident was opened, by due time; none for a
    withdrawn incident, because nobody expects its steps."""
    opened = None if record.withdrawn else record.opened
    plan = site.plan_by_id.get(opened.data["plan"] or "") if opened else None
    if opened is None or plan is None:
        return
    for step in sorted(plan.steps, key=lambda one: one.due_s):
        yield _line(record, step, opened.data["t0"])


def _line(record: Record, step: Step, t0: int) -> Planned:
    """Returns one step. A step that was issued more than once is done when the first of its
    directives is."""
    given = record.of_kind("directive.issued", step=step.id)
    ids = {f.data["id"] for f in given}

    def first(kind: str) -> Fact | None:
        return next((f for f in record.of_kind(kind) if f.data["directive"] in ids), None)

    done, refused = first("directive.done"), first("directive.refused")
    state: State = "open"
    if not given:
        state = "not_issued"
    elif done is not None:
        state = "on_time" if done.at <= t0 + step.due_s * 1000 else "late"
    elif refused is not None:
        state = "refused"
    return Planned(
        step, t0, given[0] if given else None, first("directive.acknowledged"), done, state
    )
