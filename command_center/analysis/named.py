"""Display names for the ids of a matter's history: states, categories and kinds of matters, by the
plant's templates.
"""

from dataclasses import dataclass

from command_center.domain.payload import Words
from command_center.domain.template_language import fields as f
from command_center.domain.template_language.shelf import TemplateShelf
from command_center.domain.template_language.template import Item, Template
from command_center.domain.text import Text

CATEGORIES = "hazard-3-levels"
BETWEEN = " / "


@dataclass(frozen=True, slots=True)
class Named:
    """Looks up display names. An id that no template names any more is shown as it is."""

    shelf: TemplateShelf | None

    def template(self, template: str) -> Words:
        """Return the name of a kind of matter."""
        known = self._template(template)
        return _words(known.title if known is not None else None, template)

    def state(self, template: str, state: str) -> Words:
        """Return the name of a state of that kind of matter."""
        known = self._template(template)
        return _words(known.states.get(state) if known is not None else None, state)

    def category(self, category: str | None, template: str = "hazard") -> Words | None:
        """Return the name of a category, with the categories above it, from the reference that the template uses."""
        if not category:
            return None
        items = self._entries(template)
        chinese, english = [], []
        for name in category.split("/"):
            item = items.get(name)
            words = _words(item.title if item is not None else None, name)
            chinese.append(words["zh"])
            english.append(words["en"])
            items = {} if item is None else item.of
        return Words(zh=BETWEEN.join(chinese), en=BETWEEN.join(english))

    def entry(self, reference: str | None, path: str, lang: str) -> str:
        """Return the name of a reference entry, with the entries above it, in one language."""
        found = None if self.shelf is None or reference is None else self.shelf.reference(reference)
        items, said = {} if found is None else dict(found.entries), []
        for name in path.split("/"):
            item = items.get(name)
            words = _words(item.title if item is not None else None, name)
            said.append(words["zh"] if lang.startswith("zh") else words["en"])
            items = {} if item is None else item.of
        return BETWEEN.join(said)

    def kind(self, kind: str) -> Words:
        """Return the name of a kind of hazard, from the hazard categories or else from the criteria for major
        hazards.
        """
        known = self._entries("hazard").get(kind) or self._entries("major-hazard").get(kind)
        return _words(None if known is None else known.title, kind)

    def kinds(self) -> dict[str, Words]:
        """Return the first level of the hazard categories, in their order."""
        return {name: _words(item.title, name) for name, item in self._entries("hazard").items()}

    def _entries(self, template: str) -> dict[str, Item]:
        known = self._template(template)
        fields = known.fields.values() if known is not None else ()
        of = next((one.of for one in fields if isinstance(one, f.TaxonomyField)), CATEGORIES)
        found = None if self.shelf is None else self.shelf.reference(of)
        return {} if found is None else dict(found.entries)

    def _template(self, template: str) -> Template | None:
        pinned = None if self.shelf is None else self.shelf.newest(template)
        return None if pinned is None else pinned.template


def _words(text: Text | str | None, name: str) -> Words:
    if isinstance(text, Text):
        return Words(zh=text.zh, en=text.en)
    return Words(zh=text or name, en=text or name)
