"""The emergency pool: overflow and high levels by fact, and a pool nothing watches."""

from collections.abc import Iterator

from command_center.domain.reviews.draft.names import Names
from command_center.domain.reviews.draft.sentence import FoundProblem, Moment, Word, sentence
from command_center.domain.timing.record import Record

HIGH = frozenset({"H", "HH"})


def water(record: Record, names: Names) -> Iterator[FoundProblem]:
    """A problem for each pool that rose too high, overflowed or had no limit to warn of it."""
    site = names.site
    for pool in site.pools:
        told = []
        for fact in record.of_kind("alarm.raised", tag=pool.level):
            if fact.data["condition"] in HIGH:
                condition = Word(f"alarm.condition.{fact.data['condition']}")
                told.append(
                    sentence(
                        "pool_high", [fact], pool=pool.name, condition=condition,
                        value=fact.data["value"], unit=names.unit(fact), at=Moment(fact.at),
                    )
                )  # fmt: skip
        for fact in record.of_kind("plant.overflowed", element=pool.id):
            told.append(sentence("pool_spilt", [fact], pool=pool.name, at=Moment(fact.at)))
        tag, opened = site.tag_by_id.get(pool.level), record.opened
        limits = tag.limits if tag else None
        unwatched = limits is None or (limits.h is None and limits.hh is None)
        if unwatched and opened is not None and pool.to_weir_m3:
            told.append(
                sentence(
                    "pool_unwatched", [opened], pool=pool.name, tag=pool.level,
                    incident=opened.data["title"],
                )
            )  # fmt: skip
        if told:
            yield FoundProblem(f"water:{pool.id}", "water", tuple(told))
