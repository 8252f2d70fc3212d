"""Facts as a caller may read them, with what their sentences need: the texts of directives and drills, and the
numbers of matters.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypedDict

from command_center.domain.fact import Fact, entered_late
from command_center.domain.payload import Words
from command_center.live.audience import may_see
from command_center.web.request.callers import Caller

DrillWords = Mapping[str, Mapping[str, Words]]
"""What a drill's parts say: of each `inject` and `expectation` by its id."""


class Beside(TypedDict):
    """The data beside facts: see `Found` of `board_api.py`."""

    directives: dict[str, Words]
    drills: dict[str, DrillWords]
    matters: dict[str, str]
    late: dict[str, int]


@dataclass(frozen=True, slots=True)
class ToldFacts:
    """Look-ups for fact sentences: `directive_text` gives a directive's text, even after it left the board;
    `revealed` whether a drill hides nothing any more; `drill_words` the texts of its injects and expectations;
    `matter_number` the number of a matter.
    """

    directive_text: Callable[[str], Words | None]
    revealed: Callable[[str], bool]
    drill_words: Callable[[str], DrillWords]
    matter_number: Callable[[str], str | None]

    def sees(self, caller: Caller, fact: Fact) -> bool:
        """Whether the caller may read the fact."""
        shown = fact.drill is not None and self.revealed(fact.drill)
        row = {"kind": fact.kind, "exercise": fact.exercise, "revealed": shown, "data": fact.data}
        return may_see(caller.role, "ticker", str(fact.seq), row)

    def beside(self, shown: list[Fact]) -> Beside:
        """What the sentences of these facts need."""
        return {
            "directives": {
                id: text for id in _directives(shown) if (text := self.directive_text(id))
            },
            "drills": {drill: self.drill_words(drill) for drill in _directed(shown)},
            "matters": {id: number for id in _matters(shown) if (number := self.matter_number(id))},
            "late": {
                str(fact.seq): late for fact in shown if (late := entered_late(fact)) is not None
            },
        }


def _directives(shown: Iterable[Fact]) -> list[str]:
    """The plant's own directives these facts are about, each once; a drill numbers its own anew."""
    named = (fact.data.get("directive") for fact in shown if fact.drill is None)
    return list(dict.fromkeys(id for id in named if isinstance(id, str)))


def _matters(shown: Iterable[Fact]) -> list[str]:
    """The matters that these facts are about, each once."""
    named = (fact.data.get("matter") for fact in shown)
    return list(dict.fromkeys(id for id in named if isinstance(id, str)))


def _directed(shown: Iterable[Fact]) -> list[str]:
    """The drills of whose injects and expectations these facts tell: who may see them may read the plan."""
    told = (f.drill for f in shown if f.kind.partition(".")[0] in ("inject", "expectation"))
    return list(dict.fromkeys(drill for drill in told if drill is not None))
