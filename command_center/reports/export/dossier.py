"""The complete content of a review's file; making the file needs nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

from command_center.domain.scenarios.plan import DrillPlan, canonical_json
from command_center.domain.site.model import Site

JsonObject = Mapping[str, Any]


class Head(NamedTuple):
    """A fact of the journal and its hash, which is chained to every fact before it."""

    seq: int
    hash: str

    def as_row(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"seq": self.seq, "hash": self.hash}


@dataclass(frozen=True, slots=True)
class Dossier:
    """A review (`report`, the answer of `review_report.whole`) with the data that its files show beside it.

    `head` is the newest fact it rests on, `frozen` the last one of the frozen log. `drill` and `plan` (revealed) are
    None for a real incident. Times are UTC epoch ms, in a drill by the exercise clock. `photographs` are the pictures
    named by the report, by SHA-256, where a file shows them; the content's hash covers their names but not the
    pictures.
    """

    report: JsonObject
    site: Site
    head: Head
    frozen: Head | None
    began_at: int
    drill: JsonObject | None
    plan: DrillPlan | None
    injects: Sequence[JsonObject]
    deliveries: Sequence[JsonObject]
    levels: Sequence[JsonObject]
    participants: Sequence[JsonObject]
    photographs: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id of the incident or drill."""
        return str(self.report["id"])

    @property
    def exercise(self) -> bool:
        """Whether it is an exercise, so that everything in it carries the mark."""
        return bool(self.report["exercise"])

    def as_row(self) -> dict[str, Any]:
        """Return the JSON form: the review as the page shows it, and the data beside it."""
        return {
            **self.report,
            "site": {"id": self.site.id, "name": self.site.name.as_row()},
            "time_zone": self.site.time_zone,
            "head": self.head.as_row(),
            "frozen": self.frozen.as_row() if self.frozen else None,
            "began_at": self.began_at,
            "drill": dict(self.drill) if self.drill else None,
            "plan": self.plan.model_dump(mode="json", exclude_none=True) if self.plan else None,
            "injects": [dict(row) for row in self.injects],
            "deliveries": [dict(row) for row in self.deliveries],
            "levels": [dict(row) for row in self.levels],
            "participants": [dict(row) for row in self.participants],
        }

    @property
    def sha256(self) -> str:
        """The hash of its content: equal in every file with the same content, of whatever type."""
        return sha256(canonical_json(self.as_row()).encode()).hexdigest()
