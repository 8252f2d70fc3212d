"""The input of every page: the plant, and who views it in which language."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from command_center.domain.actor import Role
from command_center.domain.site.model import Site
from command_center.domain.text import Text

Say = Callable[..., str]
"""`say(key, **params)`: a sentence of the catalogue in the viewer's language."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """The signed-in user. `person` is the roster person of the session, if any; `may` are the commands that its role
    may give, so that the page offers no button that would only be refused.
    """

    account: str
    role: Role
    person: str | None = None
    may: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class View:
    """One request's view. `viewer` is None before signing in; `demo` offers roles by one click."""

    site: Site
    lang: str
    say: Say
    viewer: Viewer | None = None
    demo: bool = False

    def text(self, text: Text | str) -> str:
        """Return a text of the plant in the viewer's language."""
        if isinstance(text, str):
            return text
        return text.zh if self.lang.startswith("zh") else text.en

    def options(self, parts: Any) -> list[dict[str, str]]:
        """Return parts of the plant (id, name) as options."""
        return [{"value": part.id, "label": self.text(part.name)} for part in parts]
