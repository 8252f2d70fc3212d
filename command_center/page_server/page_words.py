"""Selects the catalogue sentences that a page needs: those whose keys its own and the shared modules name, a quarter
of all.

A module names a key in full, or as a prefix and a code: for `alarm.state.${state}` every key that begins with
`alarm.state.` is sent. A page that meets another key requests the whole catalogue once (`assets/base/words.js`);
`tests/e2e/test_every_word.py` checks that none needs to.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from command_center.live.encoded import Encoded
from command_center.page_server.script_linker import Script
from command_center.web.request.answers import encoded_json
from command_center.words import catalogue

_WHOLE = re.compile(r"""(["'`])([a-z_]+(?:\.[A-Za-z0-9_]+)+)\1""")
_BEGUN = re.compile(r"`([a-z_]+\.[A-Za-z0-9_.]*)\$\{")

FROM_DATA = {
    # A fact's field is said by its own name: `severity.major`.
    "shared/facts.js": (
        *("severity.", "rating.", "grade."),
        *("status.", "custody.", "state.", "urgency.", "category.", "channel.", "priority.", "result.", "lacked."),
        *("error.", "step.", "reason."),
    ),
    # The layout gives it the documents of the help with the keys of their titles (`layouts/shell.py`).
    "shared/command_bar.js": ("help.doc.",),
}  # fmt: skip
"""By module: beginnings of keys that it takes wholly from data, so that no text of a script shows them."""


@dataclass(frozen=True)
class Named:
    """The catalogue keys that scripts name in full, and key prefixes whose rest is a code."""

    whole: frozenset[str]
    begun: frozenset[str]

    def sentences(self, lang: str) -> dict[str, str]:
        """The sentences of these keys in a language. Raises KeyError for an unknown language."""
        begun = tuple(self.begun)
        return {
            key: sentence
            for key, sentence in catalogue(lang).items()
            if key in self.whole or key.startswith(begun)
        }


@lru_cache(maxsize=64)
def named_in(script: Script) -> Named:
    """Return the keys that one linked script names; some may not be keys of a catalogue."""
    from_data = (start for one in script.modules for start in FROM_DATA.get(one, ()))
    return Named(
        frozenset(key for _, key in _WHOLE.findall(script.text)),
        frozenset({*_BEGUN.findall(script.text), *from_data}),
    )


@lru_cache(maxsize=64)
def words_of(lang: str, *scripts: Script) -> Encoded:
    """Return `{"sentences": {KEY: SENTENCE}, "begun": [BEGINNING]}` for a page with these scripts. All keys of each
    prefix are included, so the page knows that any other key is in no catalogue. Raises KeyError for an unknown
    language.
    """
    found = [named_in(script) for script in scripts]
    named = Named(
        frozenset().union(*(one.whole for one in found)),
        frozenset().union(*(one.begun for one in found)),
    )
    return encoded_json({"sentences": named.sentences(lang), "begun": sorted(named.begun)})
