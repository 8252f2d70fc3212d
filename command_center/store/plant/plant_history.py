"""The plant description on any day: the stored description on which the changes began, and the changes up to then."""

from sqlalchemy import Connection, Engine, select

from command_center.domain.fact import Fact
from command_center.domain.site.changing.in_force import Plant
from command_center.domain.site.model import Site
from command_center.store.journal.search import facts_of
from command_center.store.reference import Descriptions
from command_center.store.schema import facts, site_versions
from command_center.store.writer import read

KIND = "site.changed"


def plant_changes(engine: Engine, site: str) -> list[Fact]:
    """Return every change of the plant description that is not set aside, oldest first."""
    stored = (
        select(facts.c.body, facts.c.hash)
        .where(facts.c.site == site, facts.c.body.like(f'%"kind":"{KIND}"%'))
        .order_by(facts.c.seq)
    )
    changes = [fact for fact in facts_of(engine, stored) if fact.kind == KIND]
    aside = set_aside_in(engine, site) if changes else {}
    return [fact for fact in changes if fact.seq not in aside]


def set_aside_in(engine: Engine, site: str) -> dict[int, str]:
    """Return the numbers of the facts that are set aside, each with the error."""
    stored = (
        select(facts.c.body, facts.c.hash)
        .where(facts.c.site == site, facts.c.body.like('%"kind":"journal.%'))
        .order_by(facts.c.seq)
    )
    found: dict[int, str] = {}
    for fact in facts_of(engine, stored):
        if fact.kind == "journal.set_aside":
            found[fact.data["fact"]] = fact.data["why"]
        elif fact.kind == "journal.annulled":
            found.pop(fact.data["fact"], None)
    return found


def plant_on(engine: Engine, plants: Descriptions, today: Site, until: int) -> Site:
    """Return the plant description at `until` (UTC epoch ms); before its first change, the newest file by then."""
    changes = plant_changes(engine, today.id)
    folded = [fact for fact in changes if fact.recorded_at <= until]
    if folded:
        plant = Plant(plants.of(folded[0].data["base"]))
        for fact in folded:
            plant.take(fact.data, fact.seq)
        return plant.site
    if changes and (first := changes[0].data["base"]) is not None:
        newest = _file_then(engine, today.id, until, first)
        return plants.of(newest)
    version = _file_then(engine, today.id, until, plants.version)
    return plants.of(version)


def _file_then(engine: Engine, site: str, until: int, last: int) -> int:
    """The newest kept description of a file up to number `last` that was there by then; the oldest, where none was."""
    own = (site_versions.c.site == site, site_versions.c.version <= last)
    newest = select(site_versions.c.version).where(*own, site_versions.c.recorded_at <= until)
    oldest = select(site_versions.c.version).where(*own)

    def transaction(connection: Connection) -> int:
        found: int | None = connection.scalar(
            newest.order_by(site_versions.c.version.desc()).limit(1)
        )
        if found is None:
            found = connection.scalar(oldest.order_by(site_versions.c.version).limit(1))
        return last if found is None else found

    return read(engine, transaction)
