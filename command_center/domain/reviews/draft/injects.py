"""Injects by their words: those of the sealed plan once it is revealed, and of what the direction added."""

from collections.abc import Iterator

from command_center.domain.fact import Fact
from command_center.domain.payload import Words
from command_center.domain.reviews.draft.sentence import Moment, Said, Sentence, Word
from command_center.domain.scenarios.sealed import content_of
from command_center.domain.timing.record import Record


class InjectWords:
    """What each inject of a record says, and the fact that holds the words; an id stands for itself until
    then."""

    def __init__(self, record: Record) -> None:
        self._known: dict[str, tuple[Words, Fact]] = {}
        revealed = record.first("drill.revealed")
        content = content_of(revealed.data["content"]) if revealed else None
        if content is not None and revealed is not None:
            for inject in content.plan.injects:
                self._known[inject.id] = Words(zh=inject.text.zh, en=inject.text.en), revealed
        for added in record.of_kind("inject.added"):
            text = added.data["text"]
            self._known[added.data["inject"]] = Words(zh=text["zh"], en=text["en"]), added

    def of(self, inject: str) -> Words | str:
        """The words, without the full stop that ends them in a plan."""
        known = self._known.get(inject)
        return bare(known[0]) if known else inject

    def facts(self, inject: str) -> Iterator[Fact]:
        """The fact that holds the words."""
        if inject in self._known:
            yield self._known[inject][1]


def bare(text: Words) -> Words:
    """The words without the full stop that ends them, to stand inside a sentence."""
    zh, en = text["zh"], text["en"]
    return Words(zh=zh.rstrip(" 。.") or zh, en=en.rstrip(" .") or en)


def injects(record: Record, said: Said) -> None:
    """What the drill brought in, when it was planned and when it came."""
    words = InjectWords(record)
    for fact in record.of_kind("inject.fired", "inject.added", "inject.skipped"):
        how, name = fact.kind.partition(".")[2], fact.data["inject"]
        planned = fact.data.get("planned")
        given = {"inject": words.of(name), "at": Moment(fact.at)}
        facts = [fact, *words.facts(name)]
        if how == "fired" and planned is not None and planned != fact.at:
            said.add("inject_moved", facts, **given, planned=Moment(planned))
        else:
            said.add(f"inject_{how}", facts, **given)


def not_played(record: Record) -> list[Sentence]:
    """What the virtual plant could not do of them, and why: no gap of the players."""
    said, words = Said(), InjectWords(record)
    for fact in record.of_kind("inject.not_played"):
        d = fact.data
        said.add(
            "not_played", [fact, *words.facts(d["inject"])], inject=words.of(d["inject"]),
            act=Word(f"not_played.act.{d['act']}"), why=Word(f"not_played.why.{d['why']}"),
            at=Moment(fact.at),
        )  # fmt: skip
    return said.sentences
