"""The templates of one site: the library's, and the site's own published ones beside or instead of them.

Texts are compiled outside the Desk's lock: the library's at start-up, a published one before its command is given,
and one published by another process when its fact arrives (`look`). A text not yet compiled is compiled when a
decision needs it.
"""

from collections.abc import Callable, Iterator, Mapping

from command_center import log
from command_center.clock import Clock
from command_center.domain.state.own_template import OwnTemplate
from command_center.domain.template_language.known import Known
from command_center.domain.template_language.powers import powers_of
from command_center.domain.template_language.shelf import Pinned
from command_center.domain.template_language.template import (
    Account,
    Description,
    Plan,
    Reference,
    Template,
)
from command_center.site_file import Problem
from command_center.store.plant.scenario_texts import ScenarioTexts
from command_center.template_file import library, library_texts, read_text, text_hash

_log = log.get(__name__)


class SiteTemplates:
    """Provides templates to the Desk and the doors. `owns` gives the site's own templates from the journal, `posts`
    the ids of the site's posts.
    """

    def __init__(
        self,
        owns: Callable[[], Mapping[str, OwnTemplate]],
        posts: Callable[[], frozenset[str]],
        texts: ScenarioTexts,
        clock: Clock,
    ) -> None:
        self._owns, self._posts, self._texts, self._clock = owns, posts, texts, clock
        self._compiled: dict[str, Description | None] = {}
        self._pinned: dict[str, Pinned] = {}
        self._library = {id: text_hash(text) for id, text in library_texts().items()}
        """SHA-256 of the library's texts by id."""
        self._in_use: tuple[object, dict[str, Description]] | None = None
        """What is in use, and the site's own texts that this was made from: every move of a matter asks for it."""

    def begin(self) -> None:
        """Compile the library and everything published, and store the library's texts by hash: a matter keeps the
        text that it was opened with when a later program has another. Takes about 0.3 s at start-up.
        """
        self._compile_library()
        self._texts.keep_all(library_texts().values(), self._clock.now())
        self.look()

    def _compile_library(self) -> None:
        for id, digest in self._library.items():
            self._compiled[digest] = library()[id]

    def look(self) -> None:
        """Compile templates that other processes published."""
        for own in list(self._owns().values()):
            self._of(own.newest.sha256)

    def newest(self, template: str) -> Pinned | None:
        """Return the revision for new matters; None if the template is unknown or retired."""
        digest = self.hash_of(template)
        return None if digest is None else self.pinned(digest)

    def pinned(self, sha256: str) -> Pinned | None:
        """Return the template with this hash, old and retired ones too; None if its text is lost."""
        if sha256 not in self._pinned:
            found = self._of(sha256)
            if not isinstance(found, Template):
                return None
            self._pinned[sha256] = Pinned(found, sha256, powers_of(found, library()))
        return self._pinned[sha256]

    def library_text(self, id: str) -> Description | None:
        """What the library describes under this id."""
        return library().get(id)

    def plans(self) -> list[Plan]:
        """Return the plans that this site published, its own or chosen from the library. A library plan that the site
        has not published opens nothing.
        """
        own = self._owns()
        return [one for id, one in self._all().items() if id in own and isinstance(one, Plan)]

    def accounts(self) -> list[Account]:
        """Return the accounts (point systems) in use."""
        return [one for one in self._all().values() if isinstance(one, Account)]

    def reference(self, reference: str) -> Reference | None:
        """Return a taxonomy or checklist in use; None if unknown."""
        digest = self.hash_of(reference)
        found = None if digest is None else self._of(digest)
        return found if isinstance(found, Reference) else None

    def references(self) -> list[Reference]:
        """Return every taxonomy and checklist in use."""
        return [one for one in self._all().values() if isinstance(one, Reference)]

    def ids(self) -> Iterator[str]:
        """Yield every id in use: the library's in its order, then the site's own by id."""
        yield from self._library
        yield from sorted(id for id in self._owns() if id not in self._library)

    def of_library(self, id: str) -> bool:
        """Whether the library has a text of this id."""
        return id in self._library

    def hash_of(self, id: str) -> str | None:
        """Return the SHA-256 of the text in force: the site's own, else the library's; None if there is none."""
        own = self._owns().get(id)
        if own is not None and not own.retired:
            return own.newest.sha256
        return self._library.get(id)

    def described(self, sha256: str) -> Description | None:
        """Return the description compiled from the text with this hash; None for a text that nobody stored."""
        return self._of(sha256)

    def text_of(self, sha256: str) -> str | None:
        """Return the text with this hash."""
        for id, digest in self._library.items():
            if digest == sha256:
                return library_texts()[id]
        return self._texts.of(sha256)

    def known(self, besides: str | None = None) -> Known:
        """Return what a text may refer to on this site, without the text now in force under the id `besides`."""
        return Known({id: one for id, one in self._all().items() if id != besides}, self._posts())

    def examined(self, text: str) -> tuple[Description | None, list[Problem]]:
        """Return the description that a text gives on this site, and every problem in it."""
        return read_text(text, "", self.known(), library())

    def broken_by(self, described: Description) -> list[tuple[Description, Problem]]:
        """Return other texts in use that refer to this one and would no longer be valid, each with
        its first problem.
        """
        others = self._all()
        known = Known({**others, described.id: described}, self._posts())
        found: list[tuple[Description, Problem]] = []
        for id, digest in [(id, self.hash_of(id)) for id in self.ids()]:
            text = None if digest is None or id == described.id else self.text_of(digest)
            if text is None or described.id not in text:
                continue
            one, problems = read_text(text, "", known, library())
            before = read_text(text, "", Known(others, self._posts()), library())[1]
            new = [p for p in problems if p not in before]
            if one is not None and new:
                found.append((one, new[0]))
        return found

    def publish(self, text: str, described: Description) -> str:
        """Store a checked text and its description; return its hash."""
        digest = self._texts.keep(text, self._clock.now())
        self._compiled[digest] = described
        return digest

    def _all(self) -> dict[str, Description]:
        owns = tuple((id, own.newest.sha256, own.retired) for id, own in self._owns().items())
        if self._in_use is not None and self._in_use[0] == owns:
            return self._in_use[1]
        found: dict[str, Description] = {}
        lost = False
        for id in self.ids():
            digest = self.hash_of(id)
            one = None if digest is None else self._of(digest)
            if one is not None:
                found[id] = one
            lost |= one is None
        self._in_use = None if lost else (owns, found)  # a lost text may still come from a backup
        return found

    def _of(self, sha256: str) -> Description | None:
        if sha256 not in self._compiled and sha256 in self._library.values():
            self._compile_library()
        if sha256 not in self._compiled:
            text = self._texts.of(sha256)
            described = None if text is None else read_text(text)[0]
            if described is None:
                _log.warning("a published template cannot be used", sha256=sha256)
                return None  # its text may still come from a backup
            self._compiled[sha256] = described
        return self._compiled[sha256]
