"""Directives acknowledged late, never, or refused."""

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

ENDED = ("directive.withdrawn", "directive.refused")


def late_acknowledgements(record: Record, names: Names) -> Iterator[FoundProblem]:
    """By recipient: what they acknowledged too late, or never; but for what nobody answered, though the whole
    chain was told: that is a problem of its own, and the graver."""
    by_recipient: dict[str, list[Sentence]] = {}
    for issued in record.of_kind("directive.issued"):
        told = _late(record, names, issued)
        if told is not None:
            to = issued.data["to_post"] or issued.data["to_person"] or issued.data["id"]
            by_recipient.setdefault(to, []).append(told)
    for to, told_all in by_recipient.items():
        yield FoundProblem(f"late_ack:{to}", "late_ack", tuple(told_all))


def _late(record: Record, names: Names, issued: Fact) -> Sentence | None:
    d = issued.data
    to = names.of(d["to_post"] or d["to_person"])
    given = {"to": to, "directive": d["id"], "text": d["text"], "due": Moment(d["ack_by"])}
    ack = record.first("directive.acknowledged", directive=d["id"])
    if ack is not None:
        if not ack.data["late"]:
            return None
        late = Span(ack.data["late_ms"] / 1000)
        return sentence("acknowledged_late", [issued, ack], **given, at=Moment(ack.at), late=late)
    if record.first("escalation.exhausted", directive=d["id"]) is not None:
        return None
    ended = record.first(*ENDED, directive=d["id"]) or record.first(
        "directive.issued", supersedes=d["id"]
    )
    until = ended.at if ended else record.until
    return sentence("never_acknowledged", [issued], **given) if until > d["ack_by"] else None


def refusals(record: Record, names: Names) -> Iterator[FoundProblem]:
    """A directive its recipient refused, with the reason given."""
    for refused in record.of_kind("directive.refused"):
        issued = record.first("directive.issued", id=refused.data["directive"])
        if issued is None:
            continue
        told = sentence(
            "refused", [issued, refused], by=names.hand(refused), text=issued.data["text"],
            at=Moment(refused.at), reason=refused.data["reason"],
        )  # fmt: skip
        yield FoundProblem(f"refused:{issued.data['id']}", "refused", (told,))
