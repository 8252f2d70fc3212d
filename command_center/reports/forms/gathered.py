"""The data of a form: the state at a moment, the incident's facts up to it, and who prepares it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from command_center.domain.fact import Fact
from command_center.domain.reviews.draft import sentence as draft
from command_center.domain.reviews.draft.names import Counted, Names
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.text import Text
from command_center.reports.export.forms.sheet import Band, Box, Moment, Part, Sheet, Told, Value


@dataclass(frozen=True, slots=True)
class Gathered:
    """`state` is the state of the incident's scene as it was at `until`; `facts` are the incident's facts from
    `since` to `until` (UTC epoch ms; in a drill by the exercise clock), in order of time. `newest` is the newest
    known fact of the incident. `prepared_by` is an account or a person, `person` is whose log is wanted (None: the
    whole command's).
    """

    site: Site
    state: State
    incident: Incident
    facts: Sequence[Fact]
    newest: Fact
    since: int
    until: int
    exercise: bool
    prepared_by: str
    person: str | None = None

    @property
    def names(self) -> Names:
        """Names of the plant."""
        return Names(self.site)

    def named(self, ident: str | None) -> Value:
        """Return the name of an id of the plant; None for no id."""
        return None if not ident else self.names.of(ident)

    def hand(self, actor: str) -> Value:
        """Return the name of the person behind a fact's actor or account; else the account."""
        known = self.state.accounts.get(actor)
        return self.named((known.person if known else None) or actor)

    def posts_of(self, person: str | None) -> list[Value]:
        """Return the names of the posts that a person holds."""
        return [self.named(post) for post in self.state.roster.posts_of(person)]

    def holder(self, post: str | None) -> str | None:
        """Who holds the post."""
        return self.state.roster.holders.get(post or "")

    def directives(self) -> Iterator[Directive]:
        """Yield the incident's directives issued up to the end of the period, in order of issue."""
        for one in self.state.in_hand.given.get(self.incident.id, []):
            found = self.state.directives.get(one)
            if found is not None and found.issued_at <= self.until:
                yield found

    # ------------------------------------------------------------ fields that several forms have

    def box_name(self, share: float = 2.0) -> Box:
        """Return field 1, incident name."""
        return Box("1", "incident_name", [words(self.incident.title)], share)

    def box_number(self) -> Box:
        """Return field 2, incident number."""
        return Box("2", "incident_number", [self.incident.id])

    def box_period(self, share: float = 1.6) -> Box:
        """Return field 2, operational period."""
        told: list[Value] = [
            Told("forms.from", {"at": Moment(self.since)}),
            Told("forms.to", {"at": Moment(self.until)}),
        ]
        return Box("2", "operational_period", told, share)

    def prepared(self, number: str) -> Band:
        """Return the field "prepared by": name and position of the author, and room for a signature."""
        known = self.state.accounts.get(self.prepared_by)
        person = (known.person if known else None) or self.prepared_by
        posts = self.posts_of(person)
        return Band([
            Box(number, "prepared_by", [self.hand(self.prepared_by)], 1.4),
            Box("", "position", [posts] if posts else [], 1.4),
            Box("", "signature", [], 1.4),
            Box("", "date_time", [Moment(self.until)], 1.2),
        ])  # fmt: skip

    def sheet(self, form: str, sections: Sequence[Sequence[Part]], *, wide: bool = False) -> Sheet:
        """Return the form with these sections."""
        return Sheet(
            form=form,
            mark=form.upper().replace("-", " "),
            plant=self.site.name,
            subject=[words(self.incident.title), self.incident.id],
            zone=self.site.time_zone,
            exercise=self.exercise,
            upto=self.newest.seq,
            head=self.newest.hash,
            sections=sections,
            landscape=wide,
        )


def words(value: Any) -> Value:
    """Return a fact's text: in both languages, or as typed."""
    if isinstance(value, dict):
        return Text.model_construct(zh=str(value.get("zh", "")), en=str(value.get("en", "")))
    return value if isinstance(value, Text) or value is None else str(value)


def told_of(told: draft.Sentence) -> Told:
    """Return a sentence of a review's draft as a sentence of a form."""
    return Told(f"draft.{told.key}", {name: _param(one) for name, one in told.params.items()})


def _param(value: Any) -> Value:
    if isinstance(value, draft.Moment):
        return Moment(value.ms)
    if isinstance(value, draft.Word):
        return Told(value.key)
    if isinstance(value, draft.Span):
        minutes, seconds = divmod(int(value.seconds), 60)
        return f"{minutes}:{seconds:02}"
    if isinstance(value, Counted):
        return [value.name, value.quantity]
    if isinstance(value, list):
        return [_param(one) for one in value]
    return words(value) if isinstance(value, dict) else value
