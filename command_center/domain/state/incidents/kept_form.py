"""A form that is kept with an incident."""

from dataclasses import dataclass
from typing import Self

from typing_extensions import TypedDict

from command_center.domain.fact import Fact


class KeptFormRow(TypedDict):
    """The wire form of a kept form."""

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
    """By its fact `seq`: made `at` by an account, of the period from `since` to `until` (UTC epoch ms), from the
    facts up to `upto`. `person`: whose log it is (None: the whole command's)."""

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
        """The kept form of a fact `form.kept`."""
        d = fact.data
        return cls(
            fact.seq, fact.at, fact.actor, d["form"], d["since"], d["until"], d["upto"], d["sha256"],
            d.get("person"),
        )  # fmt: skip

    def as_row(self) -> KeptFormRow:
        """The wire form."""
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
