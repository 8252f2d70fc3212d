"""What somebody was not allowed to order, and how long it took until it was allowed."""

from collections.abc import Iterator

from command_center.domain.fact import Fact
from command_center.domain.reviews.draft.names import Names
from command_center.domain.reviews.draft.sentence import FoundProblem, Moment, Span, sentence
from command_center.domain.timing.record import Record

ENDS = ("authority.granted", "authority.denied", "authority.emergency_used")


def beyond_authority(record: Record, names: Names) -> Iterator[FoundProblem]:
    """A problem a target, however often it was tried."""
    by_target: dict[str, list[Fact]] = {}
    for fact in record.of_kind("authority.refused"):
        by_target.setdefault(fact.data["target"], []).append(fact)
    for target, tries in by_target.items():
        first, name = tries[0], names.of(target)
        holders = [names.of(post) for post in first.data["holders"]]
        told = [
            sentence(
                "beyond_authority", [first], by=names.hand(first), post=names.of(first.data["post"]),
                target=name, at=Moment(first.at), holders=holders or ["–"],
            )
        ]  # fmt: skip
        if len(tries) > 1:
            told.append(sentence("tried_again", tries, n=len(tries), target=name))
        end = next((f for f in record.of_kind(*ENDS, target=target) if f.at >= first.at), None)
        if end is not None:
            how = end.kind.partition(".")[2]
            wait = Span((end.at - first.at) / 1000)
            told.append(sentence(f"authority_{how}", [first, end], wait=wait, target=name))
            if _entered_by_who_asked(record, end):
                told.append(sentence("authority_by_asker", [end], by=names.hand(end)))
        yield FoundProblem(f"authority:{target}", "authority", tuple(told))


def _entered_by_who_asked(record: Record, end: Fact) -> bool:
    """Whether an answer was entered by the hand that had asked; older facts do not say it themselves."""
    asked = record.of_kind("authority.asked")
    who = {f.data["id"]: f.actor for f in asked}
    return end.kind != "authority.emergency_used" and who.get(end.data["request"]) == end.actor
