"""A plant's own scenarios, as its database has them: read beside the server, changed by nobody here."""

from collections.abc import Iterator
from contextlib import contextmanager

from command_center.boot.shelf import SiteShelf
from command_center.clock import Clock
from command_center.domain.registry import FACTS
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.settings import Settings
from command_center.store.database.databases import databases
from command_center.store.journal.journal import Journal
from command_center.store.plant.scenario_texts import ScenarioTexts

CHUNK = 1_000
KINDS = frozenset({"scenario.saved", "scenario.retired"})


@contextmanager
def shelf_of(site: Site) -> Iterator[SiteShelf | None]:
    """The library and the site's own scenarios; None where the settings name no database that is there:
    a drill that is played is no reason to make one."""
    settings = Settings()
    if settings.database_url is None and not (settings.data_dir / "journal.db").exists():
        yield None
        return
    with databases(settings, reading=True) as stores:
        journal = Journal(stores.journal, site.id, Clock().now)
        state, read = State(), 0
        while facts := journal.read(read, CHUNK):
            for fact in facts:
                if fact.kind in KINDS:
                    FACTS[fact.kind].apply(state, fact)
            read = facts[-1].seq
        texts = ScenarioTexts(stores.journal, site.id)
        yield SiteShelf(site, lambda: state.own_scenarios, texts)
