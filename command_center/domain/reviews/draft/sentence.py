"""A sentence of the draft: a key of the catalogue, what fills it, and the facts that say so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from command_center.domain.fact import Fact


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in a sentence (UTC epoch ms), said by the site's clock."""

    ms: int


@dataclass(frozen=True, slots=True)
class Span:
    """A duration in a sentence, said as minutes and seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the catalogue by its key, in the reader's language."""

    key: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """`draft.KEY` of the catalogue filled with `params`. Every name and number in it stands in one of
    the `facts`, so that changing the fact changes the sentence."""

    key: str
    params: Mapping[str, Any]
    facts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FoundProblem:
    """What the log shows to have gone wrong; `key` stays the same however the draft grows. `formerly` are
    keys that an earlier release gave it: findings of journals that are older still name them."""

    key: str
    kind: str
    sentences: tuple[Sentence, ...]
    formerly: tuple[str, ...] = ()

    @property
    def facts(self) -> list[int]:
        """The numbers of all facts that the text rests on, each once."""
        return list(dict.fromkeys(seq for s in self.sentences for seq in s.facts))

    def is_named(self, key: str | None) -> bool:
        """Whether a finding that took up the problem of this key took up this one."""
        return key == self.key or key in self.formerly


@dataclass(slots=True)
class Said:
    """Collects the sentences of a draft."""

    sentences: list[Sentence] = field(default_factory=list)

    def add(self, key: str, facts: Iterable[Fact | None], **params: Any) -> None:
        """Adds a sentence that rests on `facts`."""
        self.sentences.append(sentence(key, facts, **params))


def sentence(key: str, facts: Iterable[Fact | None], **params: Any) -> Sentence:
    """The sentence `draft.KEY` resting on these facts."""
    seqs = tuple(dict.fromkeys(f.seq for f in facts if f is not None))
    return Sentence(key, params, seqs)
