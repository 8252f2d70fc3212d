"""Versioned reference data beside the journal: site descriptions and small settings."""

import hashlib
import secrets
from collections.abc import Callable
from functools import cache

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, bindparam, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from command_center import log
from command_center.domain.site.model import Site
from command_center.store.schema import meta, site_versions
from command_center.store.writer import Prepared, read, write

_log = log.get(__name__)
MOST_TRIES = 20
"""Processes that start at the same moment and each bring another description: more than any site has."""


def keep_site(engine: Engine, site: str, yaml: str, now: int) -> int:
    """Return the version number of this text of the site description, storing it if new.

    An incident pins the version in force, so no text is ever replaced.
    """
    digest = hashlib.sha256(yaml.encode()).hexdigest()
    own = site_versions.c.site == site
    same = select(site_versions.c.version).where(own, site_versions.c.sha256 == digest)
    newest = select(func.coalesce(func.max(site_versions.c.version), 0)).where(own)

    def transaction(connection: Connection) -> int:
        known: int | None = connection.scalar(same)
        if known is not None:
            return known
        version: int = connection.scalars(newest).one() + 1
        row = {"site": site, "version": version, "sha256": digest, "yaml": yaml}
        connection.execute(insert(site_versions).values(row | {"recorded_at": now}))
        return version

    for _ in range(MOST_TRIES):
        try:
            return write(engine, transaction)
        except IntegrityError:  # another process has just taken this number: it has one by now
            continue
    return write(engine, transaction)


NO_ADDRESSES = {"people": {"__all__": {"contacts": {"__all__": {"address"}}}}}


def kept_text(site: Site) -> str:
    """Return the stored text of a description: without addresses, because they could not be erased from it."""
    return site.model_dump_json(exclude=NO_ADDRESSES)


def site_text(engine: Engine, site: str, version: int) -> str | None:
    """Return the site description of a version."""
    query = select(site_versions.c.yaml).where(
        site_versions.c.site == site, site_versions.c.version == version
    )
    return read(engine, lambda connection: connection.scalar(query))


class Descriptions:
    """The descriptions of one site: today's, stored under its number, and those that were in force when drills,
    incidents and their reviews began.
    """

    def __init__(self, engine: Engine, site: Site, now: int) -> None:
        self._engine, self._site = engine, site
        self._today: Callable[[], Site] = lambda: self._site
        self.version = keep_site(engine, site.id, kept_text(site), now)
        self._known: dict[int, Site] = {self.version: site}

    def keep(self, site: Site, now: int) -> int:
        """Store a description of the site after changes; return its version number."""
        version = keep_site(self._engine, self._site.id, kept_text(site), now)
        self._known[version] = site
        return version

    def of(self, version: int | None) -> Site:
        """Return the description of a version; today's for None, and if none is stored under it."""
        if version is None:
            return self._today()
        if version not in self._known:
            text = site_text(self._engine, self._site.id, version)
            if text is None:
                return self._today()
            self._known[version] = self._read(version, text)
        return self._known[version]

    def follow(self, today: Callable[[], Site]) -> None:
        """Use `today` to get today's description from now on."""
        self._today = today

    def _read(self, version: int, text: str) -> Site:
        """A kept description; today's where an older program kept what this one refuses."""
        try:
            return Site.model_validate_json(text)
        except ValidationError as error:
            why = "; ".join(str(one["loc"]) for one in error.errors(include_url=False))
            _log.warning("kept description refused, using today's", version=version, why=why[:400])
            return self._site


def sites_kept(engine: Engine) -> list[str]:
    """The ids of the sites that this database holds, in order."""
    query = select(site_versions.c.site).distinct().order_by(site_versions.c.site)
    return list(read(engine, lambda connection: connection.scalars(query).all()))


_META = Prepared(select(meta.c.value).where(meta.c.key == bindparam("asked")))


@cache
def _set_meta(dialect: str) -> Prepared:
    row = (postgresql if dialect == "postgresql" else sqlite).insert(meta)
    row = row.values(key=bindparam("key"), value=bindparam("value"))
    set_ = {"value": row.excluded.value}
    return Prepared(row.on_conflict_do_update(index_elements=[meta.c.key], set_=set_))


def read_meta(engine: Engine, key: str) -> str | None:
    """Return a value stored with this database; None if it was never set."""
    found = read(engine, lambda connection: _META.rows(connection, {"asked": key}))
    return found[0][0] if found else None


def write_meta(engine: Engine, key: str, value: str) -> None:
    """Set a value stored with this database. Used each second for the sign of life."""
    row = {"key": key, "value": value}
    write(engine, lambda connection: _set_meta(engine.dialect.name).run(connection, row))


def kept_secret(engine: Engine, key: str) -> bytes:
    """Return a random secret of this database, created once: every process that shares it has the same."""
    dialect = postgresql if engine.dialect.name == "postgresql" else sqlite
    row = dialect.insert(meta).values(key=key, value=secrets.token_hex(32))
    make = row.on_conflict_do_nothing(index_elements=[meta.c.key])
    query = select(meta.c.value).where(meta.c.key == key)

    def transaction(connection: Connection) -> str:
        connection.execute(make)
        kept: str = connection.scalars(query).one()
        return kept

    return bytes.fromhex(write(engine, transaction))
