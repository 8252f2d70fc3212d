"""Injects by their texts: those of the sealed plan once it is revealed, and of the controllers'
additions."""

from collections.abc import Iterator

from command_center.domain.fact import Fact
from command_center.domain.payload import Words
from command_center.domain.reviews.draft.sentence import Moment, Said, Sentence, Word
from command_center.domain.scenarios.sealed import content_of
from command_center.domain.timing.record import Record


class InjectWords:
    """The text of each inject of a record, and the fact that holds it. Until the text is known, the
    id is used."""

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
        """Returns the text of an inject without its final full stop; its id where the text is
        unknown."""
        known = self._known.get(inject)
        return bare(known[0]) if known else inject

    def facts(self, inject: str) -> Iterator[Fact]:
        """Yields the fact that holds the text of an inject."""
        if inject in self._known:
            yield self._known[inject][1]


def bare(text: Words) -> Words:
    """Returns the text without its final full stop, for use inside a sentence."""
    zh, en = text["zh"], text["en"]
    return Words(zh=zh.rstrip(" 。.") or zh, en=en.rstrip(" .") or en)


def injects(record: Record, said: Said) -> None:
    """Adds a sentence for each inject: what it was, when it was planned and when it came."""
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
    """Returns sentences on what the virtual plant could not play, and why; this is no failure of
    the players."""
    said, words = Said(), InjectWords(record)
    for fact in record.of_kind("inject.not_played"):
        d = fact.data
        said.add(
            "not_played", [fact, *words.facts(d["inject"])], inject=words.of(d["inject"]),
            act=Word(f"not_played.act.{d['act']}"), why=Word(f"not_played.why.{d['why']}"),
            at=Moment(fact.at),
        )  # fmt: skip
    return said.sentences
