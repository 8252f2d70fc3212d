"""What a drill expected of its players and did not get, or got too late."""

from collections.abc import Iterator
from typing import Any

from command_center.domain.reviews.draft.expectations import ENDS
from command_center.domain.reviews.draft.injects import InjectWords, bare
from command_center.domain.reviews.draft.names import Names
from command_center.domain.reviews.draft.sentence import FoundProblem, Moment, Span, sentence
from command_center.domain.timing.record import Record

UNMET = {"expectation.missed": "expected_missed", "expectation.late": "expected_late"}


def unmet(record: Record, names: Names) -> Iterator[FoundProblem]:
    """An expectation that was missed or met late, each a problem of its own. None where the virtual plant could
    not play the inject: that says nothing of the players."""
    words = InjectWords(record)
    for opened in record.of_kind("expectation.opened"):
        named = opened.data["expectation"]
        ends = record.of_kind(*ENDS, expectation=named)
        end = max(ends, key=lambda fact: fact.seq, default=None)
        if end is None or end.kind not in UNMET:
            continue
        inject = opened.data["inject"]
        if record.first("inject.not_played", inject=inject):
            continue
        matched = record.fact(end.data["matched"])
        given: dict[str, Any] = {
            "expected": bare(opened.data["text"]),
            "inject": words.of(inject),
            "due": Moment(opened.data["by"]),
        }
        if end.kind == "expectation.late" and matched is not None:
            given |= {"at": Moment(matched.at), "late": Span((matched.at - given["due"].ms) / 1000)}
        kind = UNMET[end.kind] if "late" in given else UNMET["expectation.missed"]
        told = sentence(kind, [opened, end, matched, *words.facts(inject)], **given)
        yield FoundProblem(f"expected:{named}", kind, (told,))
