"""Reads the plant as the journal describes it, without writing: for command-line tools beside a running server."""

from dataclasses import dataclass

from sqlalchemy import Engine

from command_center.desk.refolding import folded_without
from command_center.domain.notifications.contacts_now import contacts_of
from command_center.domain.site.changing.in_force import Plant
from command_center.domain.site.model import Site
from command_center.domain.site.with_people import with_people
from command_center.domain.state import State
from command_center.store.journal import Journal
from command_center.store.plant.plant_history import plant_changes, set_aside_in
from command_center.store.reference import site_text


@dataclass(frozen=True, slots=True)
class PlantRead:
    """The state at the journal's end. `base` is the stored description on which the changes began, if there are
    changes.
    """

    state: State
    base: int | None

    @property
    def site(self) -> Site:
        """Return the plant of today, with people's current contact addresses."""
        site = self.state.site
        people = [
            person.model_copy(update={"contacts": list(contacts_of(self.state, person))})
            for person in site.people
        ]
        return with_people(site, people)


def site_read(engine: Engine, file: Site) -> Site:
    """The plant of today, from the changes of its description alone: no other fact is folded."""
    changes = plant_changes(engine, file.id)
    if not changes:
        return file
    plant = Plant(_begun_with(engine, file, changes[0].data["base"]))
    for fact in changes:
        plant.take(fact.data, fact.seq)
    return plant.site


def _begun_with(engine: Engine, file: Site, base: int | None) -> Site:
    """The description that the changes began with, as it is kept; the file's where none is."""
    text = None if base is None else site_text(engine, file.id, base)
    return file if text is None else Site.model_validate_json(text)


def plant_read(engine: Engine, file: Site) -> PlantRead:
    """Return the plant of the site `file` as the journal describes it. The file must name no addresses."""
    changes = plant_changes(engine, file.id)
    base = changes[0].data["base"] if changes else None
    site = _begun_with(engine, file, base)
    journal = Journal(engine, file.id, lambda: 0)
    state, _ = folded_without(site, journal, journal.head().seq, set_aside_in(engine, file.id))
    return PlantRead(state, base)
