"""A sentence of the draft: a key of the words catalogue, its parameters, and the facts that support
it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from command_center.domain.fact import Fact


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in a sentence (UTC epoch ms), shown by the site's clock."""

    ms: int


@dataclass(frozen=True, slots=True)
class Span:
    """A duration in a sentence, shown as minutes and seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the words catalogue by its key, shown in the reader's language."""

    key: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """The sentence `draft.KEY` of the words catalogue, filled with `params`. Every name and number
    in it comes from one of the `facts`, so that changing the fact changes the sentence."""

    key: str
    params: Mapping[str, Any]
    facts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FoundProblem:
    """A problem that the log shows. `key` stays the same however the draft grows. `formerly` are
    keys from earlier releases, which findings of older journals still name."""

    key: str
    kind: str
    sentences: tuple[Sentence, ...]
    formerly: tuple[str, ...] = ()

    @property
    def facts(self) -> list[int]:
        """Returns the numbers of all facts on which the problem rests, each once."""
        return list(dict.fromkeys(seq for s in self.sentences for seq in s.facts))

    def is_named(self, key: str | None) -> bool:
        """Returns whether this key, or a former one, names this problem."""
        return key == self.key or key in self.formerly


@dataclass(slots=True)
class Said:
    """Collects the sentences of a draft."""

    sentences: list[Sentence] = field(default_factory=list)

    def add(self, key: str, facts: Iterable[Fact | None], **params: Any) -> None:
        """Adds a sentence that rests on `facts`."""
        self.sentences.append(sentence(key, facts, **params))


def sentence(key: str, facts: Iterable[Fact | None], **params: Any) -> Sentence:
    """Returns the sentence `draft.KEY` that rests on these facts."""
    seqs = tuple(dict.fromkeys(f.seq for f in facts if f is not None))
    return Sentence(key, params, seqs)
