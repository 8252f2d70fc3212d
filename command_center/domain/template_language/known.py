"""What a text may name outside itself: the other templates, plans, accounts and references, and the
site's posts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from command_center.domain.bounds.plain_text import shown
from command_center.domain.refusal import Phrase
from command_center.domain.site.changing.mistakes import near_to
from command_center.domain.site.references import Broken, Path
from command_center.domain.template_language.template import (
    Account,
    Description,
    Reference,
    Template,
)


@dataclass(frozen=True, slots=True)
class Known:
    """The other texts by id, and the posts of the site; None where a text is checked without a
    site."""

    others: Mapping[str, Description] = field(default_factory=lambda: MappingProxyType({}))
    posts: frozenset[str] | None = None

    def template(self, id: str) -> Template | None:
        """Returns the template with this id; None if there is none."""
        found = self.others.get(id)
        return found if isinstance(found, Template) else None

    def names(self, kind: type[Template] | type[Account] | type[Reference]) -> list[str]:
        """Returns the ids of one kind."""
        return [id for id, one in self.others.items() if isinstance(one, kind)]


def unknown(path: Path, code: str, name: str, known: Iterable[str]) -> Broken:
    """Returns the mistake of a name that is none of `known`; `code` says of what kind."""
    among = sorted(known)
    return Broken(path, code, {"name": shown(name), "mend": mend(name, among)})


def mend(name: str, among: list[str]) -> Phrase:
    """Returns the name that was probably meant, or all possible names, as a phrase."""
    near = near_to(name, among)
    if near:
        return Phrase("template.near", {"near": near})
    return Phrase("template.possible", {"known": among}) if among else Phrase("template.none", {})


def of_kind(
    path: Path,
    name: str,
    kind: type[Template] | type[Account] | type[Reference],
    known: Known,
    code: str,
) -> Iterator[Broken]:
    """Yields the mistake of a name that no text of this kind has."""
    if not isinstance(known.others.get(name), kind):
        yield unknown(path, code, name, known.names(kind))
