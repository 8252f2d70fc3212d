"""Reported isolated while the plant still lost content."""

from collections.abc import Iterator

from command_center.domain.fact import Fact
from command_center.domain.reviews.draft.names import Names
from command_center.domain.reviews.draft.sentence import (
    FoundProblem,
    Moment,
    Sentence,
    Span,
    sentence,
)
from command_center.domain.timing.record import Record


def contradictions(record: Record, names: Names) -> Iterator[FoundProblem]:
    """Each word that the source is isolated, given while the plant's own balance said it leaks."""
    told: list[Sentence] = []
    leaking = record.opened if record.opened and record.opened.data["leaking"] else None
    for fact in record.of_kind("plant.confirmed", "source.reported", "source.located"):
        state = fact.data.get("state")
        if fact.kind == "source.located":
            leaking = fact if fact.data["leaking"] else None
        elif fact.kind == "plant.confirmed" and state in ("leaking", "isolated"):
            leaking = fact if state == "leaking" else None
        elif fact.kind == "source.reported" and state == "isolated" and leaking is not None:
            told.append(_told(record, names, fact))
    if told:
        never = any(one.key == "contradicted" for one in told)
        kind = "contradicted" if never else "unconfirmed"
        yield FoundProblem("contradicted:source", kind, tuple(told))


def _told(record: Record, names: Names, said: Fact) -> Sentence:
    confirmed = next(
        (f for f in record.of_kind("plant.confirmed", state="isolated") if f.at >= said.at), None
    )
    given = {"by": names.hand(said), "at": Moment(said.at)}
    if confirmed is None:
        return sentence("contradicted", [said], **given)
    later = Span((confirmed.at - said.at) / 1000)
    return sentence("confirmed_later", [said, confirmed], **given, later=later)
