"""What could not be had: behind a lock, or not there at all."""

from collections.abc import Iterator

from command_center.domain.fact import Fact
from command_center.domain.reviews.draft.names import Names
from command_center.domain.reviews.draft.sentence import FoundProblem, Moment, Span, Word, sentence
from command_center.domain.timing.record import Record

OPENED = frozenset({"opened", "forced"})
FOUND_SHUT = frozenset({"locked", "failed"})


def locked(record: Record, names: Names) -> Iterator[FoundProblem]:
    """A store somebody found locked: when, by whom, and what it cost until it was open."""
    found: dict[str, Fact] = {}
    for fact in record.of_kind("custody.tried", "custody.failed"):
        if fact.kind == "custody.failed" or fact.data["result"] in FOUND_SHUT:
            found.setdefault(fact.data["store"], fact)
    for store, fact in found.items():
        name = names.of(store)
        told = [sentence("locked", [fact], store=name, at=Moment(fact.at), by=names.hand(fact))]
        opened = _opened(record, store, fact)
        if opened is None:
            told.append(sentence("never_opened", [fact], store=name))
        else:
            how = opened.data.get("result") or opened.kind.partition(".")[2]
            cost = Span((opened.at - fact.at) / 1000)
            told.append(
                sentence(
                    "opened_after", [fact, opened], store=name, how=Word(f"result.{how}"), cost=cost
                )
            )
        yield FoundProblem(f"locked:{store}", "locked", tuple(told))


def _opened(record: Record, store: str, locked: Fact) -> Fact | None:
    tries = record.of_kind("custody.tried", "custody.opened", "custody.forced", store=store)
    return next(
        (
            f
            for f in tries
            if f.at >= locked.at and (f.kind != "custody.tried" or f.data["result"] in OPENED)
        ),
        None,
    )


def shortages(record: Record, names: Names) -> Iterator[FoundProblem]:
    """A kit that was refused or went short, by kit."""
    by_kit: dict[str, list[Fact]] = {}
    for fact in record.of_kind("resource.refused", "resource.dispatched"):
        if fact.data["missing"]:
            by_kit.setdefault(fact.data["kit"], []).append(fact)
    for kit, facts in by_kit.items():
        told = []
        for fact in facts:
            how = "kit_refused" if fact.kind == "resource.refused" else "kit_short"
            told.append(
                sentence(
                    how, [fact], kit=names.of(kit), place=names.of(fact.data["place"]),
                    missing=names.quantities(fact.data["missing"]), at=Moment(fact.at),
                )
            )  # fmt: skip
            if fact.data.get("locked"):
                stores = [names.of(store) for store in fact.data["locked"]]
                told.append(sentence("behind_locks", [fact], stores=stores))
        yield FoundProblem(f"shortage:{kit}", "shortage", tuple(told))
