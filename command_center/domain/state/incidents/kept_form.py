"""A form that is stored with an incident."""

from dataclasses import dataclass
from typing import Self

from typing_extensions import TypedDict

from command_center.domain.fact import Fact


class KeptFormRow(TypedDict):
    """The row of a stored form for the API."""

    seq: int
    at: int
    by: str
    form: str
    since: int
    until: int
    upto: int
    sha256: str
    person: str | None


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A stored form, by its fact `seq`: made `at` by an account, for the period from `since` to
    `until` (UTC epoch ms), from the facts up to `upto`. `person` is whose log it is (None: that
    of the whole command)."""

    seq: int
    at: int
    by: str
    form: str
    since: int
    until: int
    upto: int
    sha256: str
    person: str | None

    @classmethod
    def of(cls, fact: Fact) -> Self:
        """Returns the stored form of a fact `form.kept`."""
        d = fact.data
        return cls(
            fact.seq, fact.at, fact.actor, d["form"], d["since"], d["until"], d["upto"], d["sha256"],
            d.get("person"),
        )  # fmt: skip

    def as_row(self) -> KeptFormRow:
        """Returns the row for the API."""
        return {
            "seq": self.seq,
            "at": self.at,
            "by": self.by,
            "form": self.form,
            "since": self.since,
            "until": self.until,
            "upto": self.upto,
            "sha256": self.sha256,
            "person": self.person,
        }
