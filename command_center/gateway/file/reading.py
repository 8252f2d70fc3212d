"""Reads a gateway file and checks it by itself and against its plant; each problem is reported at its place.

`read_gateway(path)` returns it or raises `GatewayFileError`; `check_gateway(path)` only lists the problems.
docs/gateway.md describes the format.
"""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from command_center.domain.site.model import Site
from command_center.gateway.file.address import LOOPBACK
from command_center.gateway.file.conversion import Conversion
from command_center.gateway.file.model import (
    CONNECTIONS,
    MOST_CONNECTIONS,
    Broker,
    Buffer,
    Connection,
    Defaults,
    FileDrop,
    GatewayFile,
    Itself,
    Modbus,
    Mqtt,
    Opcua,
    Siren,
    Sparkplug,
    Tak,
)
from command_center.gateway.of_plant import needs_every_change
from command_center.gateway.units import converts
from command_center.site_file import SiteFileError, load
from command_center.site_file.places import place_of
from command_center.site_file.problem import DescriptionError, Problem
from command_center.site_file.reading import examined
from command_center.site_file.tree import Listing, Mapping, Scalar, Tree, read

OWN_KEYS = frozenset({"gateway", "connections"})
"""Keys by which a file shows that it is a gateway's."""

RUN_WITHOUT = frozenset({"gateway.siren_retained", "gateway.siren_hears_itself"})
"""Mistakes that earlier releases let pass: `check` names them, and a gateway runs without what they are of, so that an
upgrade stops no plant's values."""

Where = tuple[str | int, ...]


class GatewayFileError(DescriptionError):
    """A gateway's file cannot be used."""


@dataclass(frozen=True, slots=True)
class Gateway:
    """The contents of a gateway file, and the plant that it names."""

    id: str
    site: Site
    itself: Itself
    buffer: Buffer
    defaults: Defaults
    connections: tuple[Connection, ...]


def read_gateway(path: str | Path) -> Gateway:
    """Return the gateway described at `path`. Raises GatewayFileError with every problem found, unless it can run
    despite them.
    """
    found, problems = _read(Path(path))
    if found is None or any(one.code not in RUN_WITHOUT for one in problems):
        raise GatewayFileError(problems)
    return found


def check_gateway(path: str | Path, *, here: bool = False) -> list[Problem]:
    """Return everything that is wrong with the file at `path`, in file order; empty if it is correct. `here` means
    that this machine and user will run it, so its folders are checked too.
    """
    return _read(Path(path), here=here)[1]


def is_gateway_file(path: str | Path) -> bool:
    """Whether a file looks like a gateway file, judged by its keys, however wrong it is."""
    file = Path(path)
    if file.is_dir():
        return False
    tree, _ = read(file)
    return isinstance(tree, Mapping) and tree.entries.keys() >= OWN_KEYS


def entries(connection: Connection) -> Iterator[tuple[Where, str | None, Conversion]]:
    """Yield for each value of a connection: its path in the file, its tag (None: the message names it) and its
    conversion.
    """
    match connection:
        case Modbus():
            for number, unit in connection.units.items():
                for tag, one in unit.tags.items():
                    yield ("units", number, "tags", tag), tag, one
        case Mqtt():
            for topic, said in connection.topics.items():
                yield ("topics", topic), said.tag, said
        case Opcua() | FileDrop() | Sparkplug():
            for tag, node in connection.tags.items():
                yield ("tags", tag), tag, node


def _read(file: Path, *, here: bool = False) -> tuple[Gateway | None, list[Problem]]:
    tree, problems = read(file)
    if tree is None:
        return None, [
            replace(p, code="gateway.empty") if p.code == "empty" else p for p in problems
        ]
    if not isinstance(tree, Mapping):
        return None, [*problems, Problem(tree.mark, "", "gateway.not_one")]
    rest, found = examined(_without(tree, "connections"), problems, GatewayFile)
    connections = list(_connections(tree, found))
    site = None
    if rest is not None:
        site = _site(tree, file, rest, found)
        if rest.buffer.max_age > rest.gateway.oldest_taken:
            found.append(Problem(*place_of(tree, ("buffer", "max_age")), "gateway.buffer_older"))
    if site is not None:
        found += _against_plant(tree, connections, site)
    if here and rest is not None:
        found += _folders(tree, file.parent / rest.buffer.path, connections)
    if rest is None or site is None:
        return None, _in_order(found)
    kept = rest.buffer.model_copy(update={"path": file.parent / rest.buffer.path})
    made = Gateway(
        rest.gateway.id, site, rest.gateway, kept, rest.defaults,
        tuple(one for _, one in connections if getattr(one, "enabled", True)),
    )  # fmt: skip
    return made, _in_order(found)


def _folders(
    tree: Mapping, buffer: Path, connections: list[tuple[int, Connection]]
) -> Iterator[Problem]:
    """Folders that are missing, or that may not be written: the buffer's, which is made in one that exists, and those
    of dropped files."""
    spool = buffer if buffer.exists() else buffer.parent
    places: list[tuple[Where, Path, str]] = [(("buffer", "path"), spool, "gateway.buffer_folder")]
    places += [
        (("connections", index, "folder"), one.folder, "gateway.drop_folder")
        for index, one in connections
        if isinstance(one, FileDrop)
    ]
    for where, folder, code in places:
        if not (folder.is_dir() and os.access(folder, os.R_OK | os.W_OK | os.X_OK)):
            yield Problem(*place_of(tree, where), code, {"path": str(folder)})


def _site(tree: Mapping, file: Path, rest: GatewayFile, found: list[Problem]) -> Site | None:
    path = file.parent / rest.gateway.site
    try:
        return load(path)
    except SiteFileError as error:
        mark, name = place_of(tree, ("gateway", "site"))
        why = error.problems[0].line("en")
        found.append(Problem(mark, name, "gateway.site", {"path": str(path), "why": why}))
        return None


def _connections(tree: Mapping, found: list[Problem]) -> Iterator[tuple[int, Connection]]:
    listed = tree.entries.get("connections")
    if listed is None:
        found.append(Problem(tree.mark, "connections", "missing", {"key": "connections"}))
        return
    if not isinstance(listed, Listing):
        found.append(Problem(listed.mark, "connections", "list"))
        return
    if len(listed.items) > MOST_CONNECTIONS:
        details = {"max_length": MOST_CONNECTIONS, "actual_length": len(listed.items)}
        found.append(Problem(listed.mark, "connections", "too_many", details))
    ids: set[str] = set()
    for index, item in enumerate(listed.items):
        one = _connection(tree, index, item, found)
        if one is None:
            continue
        if one.id in ids:
            mark, name = place_of(tree, ("connections", index, "id"))
            found.append(Problem(mark, name, "taken_twice", {"id": one.id}))
        ids.add(one.id)
        found += (
            Problem(*place_of(tree, ("connections", index, *where), of_key=True), code, details)
            for where, code, details in _own_mistakes(one)
        )
        yield index, one


def _connection(tree: Mapping, index: int, item: Tree, found: list[Problem]) -> Connection | None:
    mark, name = place_of(tree, ("connections", index))
    if not isinstance(item, Mapping):
        found.append(Problem(mark, name, "gateway.connection"))
        return None
    named = item.entries.get("type")
    text = named.text if isinstance(named, Scalar) else None
    if text not in CONNECTIONS:
        near = _near(text or "", CONNECTIONS)
        code = "gateway.unknown_type_near" if near else "gateway.unknown_type"
        details = {"type": text or "…", "near": near, "possible": tuple(CONNECTIONS)}
        found.append(Problem(named.mark if named else mark, f"{name}.type", code, details))
        return None
    connection, problems = examined(item, [], CONNECTIONS[text])
    found += [replace(p, key=f"{name}.{p.key}" if p.key else name) for p in problems]
    return connection


def _own_mistakes(one: Connection) -> Iterator[tuple[Where, str, dict[str, object]]]:
    """What a connection's keys say that does not fit together."""
    if isinstance(one, Broker):
        parts = urlsplit(one.url)
        if parts.scheme == "mqtt" and not one.allow_clear and parts.hostname not in LOOPBACK:
            yield ("url",), "gateway.mqtt_in_the_clear", {}
    if isinstance(one, Tak):
        parts = urlsplit(one.url)
        if parts.scheme == "tcp" and not one.allow_clear and parts.hostname not in LOOPBACK:
            yield ("url",), "gateway.tak_in_the_clear", {}
    if isinstance(one, Siren):
        yield from _of_siren(one)
    if isinstance(one, Mqtt):
        for topic, said in one.topics.items():
            ways = ("{tag}" in topic) + (said.tag is not None) + (said.tag_at is not None)
            if ways != 1:
                yield ("topics", topic), "gateway.topic_tag", {}
        for topic, passage in one.passages.items():
            named = ("{reader}" in topic) + (passage.reader is not None)
            if named > 1 or not (named or passage.gate):
                yield ("passages", topic), "gateway.topic_reader", {}
            if (passage.badge is None) == (passage.person is None):
                yield ("passages", topic), "gateway.topic_who", {}
        for topic, reader in one.readers.items():
            if ("{reader}" in topic) == (reader.reader is not None):
                yield ("readers", topic), "gateway.topic_of_reader", {}
        for topic, position in one.positions.items():
            if ("{person}" in topic) == (position.person is not None):
                yield ("positions", topic), "gateway.topic_person", {}
    if isinstance(one, Opcua):
        clear = one.security.mode == "none" or one.security.policy == "None"
        if clear and not one.allow_clear and urlsplit(one.url).hostname not in LOOPBACK:
            yield ("url",), "gateway.opcua_in_the_clear", {}
        own = one.security
        if not clear and not (own.trust and (own.certificate is None) == (own.key is None)):
            yield ("security",), "gateway.opcua_certificates", {}
    if isinstance(one, Modbus):
        for number in one.units:
            if not (number.isdecimal() and 0 <= int(number) <= 247):
                yield ("units", number), "gateway.unit_number", {}


def _of_siren(one: Siren) -> Iterator[tuple[Where, str, dict[str, object]]]:
    parts = urlsplit(one.url)
    clear = parts.scheme in ("http", "mqtt")
    if clear and not one.allow_clear and parts.hostname not in LOOPBACK:
        yield ("url",), "gateway.siren_in_the_clear", {}
    if parts.scheme in ("mqtt", "mqtts"):
        if one.topic is None:
            yield ("url",), "gateway.siren_needs_topic", {}
        if one.bearer is not None:
            yield ("bearer",), "gateway.siren_key_of_http", {"key": "bearer"}
        if one.retain and one.version != "5":
            yield ("retain",), "gateway.siren_retained", {}
        if one.confirm is not None and one.confirm.topic == one.topic:
            yield ("confirm", "topic"), "gateway.siren_hears_itself", {"topic": one.topic}
        return
    for key in ("topic", "session", "payload", "confirm"):
        if getattr(one, key) is not None:
            yield (key,), "gateway.siren_key_of_mqtt", {"key": key}
    if one.bearer is not None and one.login is not None:
        yield ("bearer",), "gateway.siren_two_logins", {}


def _against_plant(
    tree: Mapping, connections: list[tuple[int, Connection]], site: Site
) -> Iterator[Problem]:
    """Tags that the plant does not have, units that do not fit it, deadbands that would blind a rule."""
    seen: dict[str, str] = {}
    watched = needs_every_change(site)
    for index, connection in connections:
        yield from _of_sources(tree, index, connection, site)
        for where, tag, conversion in entries(connection):
            path = ("connections", index, *where)
            tags = [tag] if tag is not None else list(getattr(conversion, "names", {}).values())
            for named in tags:
                yield from _of_tag(tree, path, named, conversion, site, watched)
                mark, name = place_of(tree, path, of_key=True)
                if named in seen:
                    details = {"tag": named, "first": seen[named]}
                    yield Problem(mark, name, "gateway.tag_twice", details)
                seen.setdefault(named, name)
            if tag is None and conversion.deadband and watched:
                mark, name = place_of(tree, (*path, "deadband"))
                yield Problem(mark, name, "gateway.deadband_of_many")


def _of_sources(tree: Mapping, index: int, one: Connection, site: Site) -> Iterator[Problem]:
    """What is posted under a source of the plant needs to name one that it has."""
    if not isinstance(one, Opcua) or not one.alarms.mirror:
        return
    known = {source.id for source in site.sources}
    place: Where = ("connections", index, "alarms")
    if one.alarms.source is None:
        own = {site.tag_by_id[tag].source for tag in one.tags if tag in site.tag_by_id}
        if len(own) > 1 or not one.tags:
            yield Problem(
                *place_of(tree, place), "gateway.alarm_source", {"known": tuple(sorted(known))}
            )
    elif one.alarms.source not in known:
        details = {"source": one.alarms.source, "known": tuple(sorted(known))}
        yield Problem(*place_of(tree, (*place, "source")), "gateway.unknown_source", details)


def _of_tag(
    tree: Mapping, path: Where, tag: str, conversion: Conversion, site: Site,
    watched: Collection[str],
) -> Iterator[Problem]:  # fmt: skip
    known = site.tag_by_id.get(tag)
    if known is None:
        near = _near(tag, site.tag_by_id)
        code = "gateway.unknown_tag_near" if near else "gateway.unknown_tag"
        yield Problem(*place_of(tree, path, of_key=True), code, {"tag": tag, "near": near})
        return
    if conversion.to is not None and conversion.to != known.unit:
        details = {"tag": tag, "unit": known.unit, "to": conversion.to}
        yield Problem(*place_of(tree, (*path, "to")), "gateway.unit_other", details)
    given = conversion.from_unit
    if given is not None and not converts(given, known.unit):
        details = {"from": given, "unit": known.unit, "tag": tag}
        yield Problem(*place_of(tree, (*path, "from")), "gateway.unit_unknown", details)
    if conversion.deadband and tag in watched:
        place = place_of(tree, (*path, "deadband"))
        yield Problem(*place, "gateway.deadband", {"tag": tag})


def _without(tree: Mapping, key: str) -> Mapping:
    return Mapping(tree.mark, {k: v for k, v in tree.entries.items() if k != key}, tree.keys)


def _near(word: str, possible: Collection[str]) -> str:
    found = get_close_matches(word, list(possible), n=1, cutoff=0.6)
    return found[0] if found else ""


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda one: one.mark)
