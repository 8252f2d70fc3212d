"""The channels file: which services carry a plant's notices, in which order, and where answers arrive.

`read_channels(path)` returns it or raises `ChannelsFileError`; `check_channels(path)` only lists the problems.
docs/channels.md describes the format. The setting `CC_CHANNELS` names the file.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from command_center.domain.site.parts.base import Id, Part
from command_center.domain.site.references import broken_references
from command_center.notify.channel_entry import ChannelEntry
from command_center.notify.provider import Provider
from command_center.notify.providers import ProviderModule, provider_types
from command_center.notify.routes import SIMULATED
from command_center.site_file.places import place_of
from command_center.site_file.problem import DescriptionError, Mark, Problem
from command_center.site_file.reading import examined
from command_center.site_file.sentences import from_broken
from command_center.site_file.tree import Listing, Scalar, Tree, plain, read
from command_center.site_file.tree import Mapping as Keys
from command_center.store.outbox.health import AUDITOR

OWN_KEYS = frozenset({"channels"})
"""A key that a channels file has and neither a site nor a scenario has."""
MOST_CHANNELS = 50
ANSWERS = "an address of answers is https://HOST"
RESERVED = frozenset({SIMULATED, AUDITOR})
"""Ids that the outbox has for itself."""
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

Types = Mapping[str, ProviderModule]


class ChannelsFileError(DescriptionError):
    """A channels file cannot be used."""


def _answer_address(given: str) -> str:
    """An address of this program as phones reach it, without a slash at its end."""
    try:
        parts = urlsplit(given)
        host, _port = parts.hostname, parts.port
    except ValueError as why:
        raise PydanticCustomError("channels.answers", ANSWERS) from why
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    if not (host and safe) or "@" in parts.netloc or parts.query or parts.fragment or " " in given:
        raise PydanticCustomError("channels.answers", ANSWERS)
    return given.rstrip("/")


class DrillRules(Part):
    """Rules for real phones in drills. `allow` lists the people whose own phones a drill may page."""

    allow: list[Id] = Field(default_factory=list, max_length=500)


class _Rest(Part):
    """The keys of the file beside its entries, which are read by their types."""

    answers: Annotated[str, Field(max_length=300), AfterValidator(_answer_address)] | None = None
    drills: DrillRules = Field(default_factory=DrillRules)
    daily_test: str | None = Field(default=None, pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")


class _Named(Part):
    """The entries as far as they name each other: for ids taken twice and fallbacks that do not exist."""

    channels: list[ChannelEntry]


@dataclass(frozen=True, slots=True)
class ChannelsFile:
    """The contents of a channels file.

    `entries` are in the order of the file: of several channels of one kind the first is used first. `answers` is the
    address of this program as phones reach it (`https://board.plant.example`), None if answer links are off.
    `drill_people` are the ids of people whose phones a drill may page.
    """

    entries: tuple[ChannelEntry, ...] = ()
    answers: str | None = None
    drill_people: frozenset[str] = frozenset()
    daily_test: str | None = None
    """From when on, by the site's clock ("07:30"), each channel with a watcher is tested every day; None: never."""

    def providers(self, types: Types | None = None) -> dict[str, Provider]:
        """Return a provider for every entry by its id, in the order of the file."""
        known = provider_types() if types is None else types
        return {one.id: known[one.type].provider(one) for one in self.entries}


def read_channels(
    path: str | Path, people: Collection[str] | None = None, types: Types | None = None
) -> ChannelsFile:
    """Read the channels file at `path`. Raises ChannelsFileError with every problem found.

    `people` are the ids of the plant's people; without them the drills' allow-list is not checked. `types` are the
    known channel types, by default all of `notify/providers/`.
    """
    found, problems = _read(Path(path), people, types)
    if found is None or problems:
        raise ChannelsFileError(problems)
    return found


def check_channels(
    path: str | Path, people: Collection[str] | None = None, types: Types | None = None
) -> list[Problem]:
    """Return everything wrong with the channels file at `path`, in file order; empty if it is correct."""
    return _read(Path(path), people, types)[1]


def is_channels_file(path: str | Path) -> bool:
    """Whether a file looks like a channels file: by its keys, however wrong it is."""
    file = Path(path)
    if file.is_dir():
        return False
    tree, _ = read(file)
    return isinstance(tree, Keys) and bool(OWN_KEYS & set(tree.entries))


def _read(
    file: Path, people: Collection[str] | None, types: Types | None
) -> tuple[ChannelsFile | None, list[Problem]]:
    known = provider_types() if types is None else types
    tree, problems = read(file)
    if tree is None:
        return None, [_of_channels(problem) for problem in problems]
    if not isinstance(tree, Keys):
        return None, [*problems, Problem(tree.mark, "", "channels.not_one")]
    listed = tree.entries.get("channels")
    rest, found = examined(_without(tree, "channels"), problems, _Rest)
    if listed is None:
        return None, [*found, Problem(tree.mark, "channels", "missing", {"key": "channels"})]
    if not isinstance(listed, Listing):
        return None, [*found, Problem(listed.mark, "channels", "list")]
    if len(listed.items) > MOST_CHANNELS:
        details = {"max_length": MOST_CHANNELS, "actual_length": len(listed.items)}
        found.append(Problem(listed.mark, "channels", "too_many", details))
    entries: list[ChannelEntry] = []
    for index in range(len(listed.items)):
        entry, wrong = _entry(tree, index, known)
        found += wrong
        if entry is not None:
            entries.append(entry)
    found += _between(tree, listed)
    if people is not None:
        found += _strangers(tree, people)
    if rest is None:
        return None, _in_order(found)
    allowed = frozenset(rest.drills.allow)
    return (ChannelsFile(tuple(entries), rest.answers, allowed, rest.daily_test), _in_order(found))


def _entry(tree: Keys, index: int, known: Types) -> tuple[ChannelEntry | None, list[Problem]]:
    """One entry by its type, and what is wrong with it."""
    item, (mark, name) = _item(tree, index), place_of(tree, ("channels", index))
    if not isinstance(item, Keys):
        return None, [Problem(mark, name, "channels.entry")]
    named = item.entries.get("type")
    if named is None:
        details = {"possible": tuple(known)}
        return None, [Problem(mark, f"{name}.type", "channels.no_type", details)]
    text = named.text if isinstance(named, Scalar) else None
    if text is None or text not in known:
        near = _near(text or "", known)
        code = "channels.unknown_type_near" if near else "channels.unknown_type"
        wrong: dict[str, Any] = {"type": text or "…", "near": near, "possible": tuple(known)}
        return None, [Problem(named.mark, f"{name}.type", code, wrong)]
    module = known[text]
    entry, problems = examined(item, [], module.Settings)
    found = [replace(one, key=f"{name}.{one.key}" if one.key else name) for one in problems]
    if (own := _text(item, "id")) in RESERVED:
        found.append(
            Problem(item.entries["id"].mark, f"{name}.id", "channels.reserved", {"id": own})
        )
    allowed = entry.allow_abroad if entry is not None else "allow_abroad" in item.entries
    if module.ABROAD and not allowed:
        found.append(Problem(named.mark, f"{name}.type", "channels.abroad", {"type": text}))
    return entry, found


def _between(tree: Keys, listed: Listing) -> Iterator[Problem]:
    """Ids taken twice and fallbacks that cannot take over, whatever else is wrong with the entries."""
    named = {"channels": plain(listed)}
    yield from (from_broken(tree, one) for one in broken_references(named, _Named))
    first: dict[str, Keys] = {}
    for item in listed.items:
        if isinstance(item, Keys) and (own := _text(item, "id")):
            first.setdefault(own, item)
    told: set[str] = set()
    for index, item in enumerate(listed.items):
        if not isinstance(item, Keys) or (other := _text(item, "fallback")) not in first:
            continue
        mark, name = place_of(tree, ("channels", index, "fallback"))
        kind, theirs = _text(item, "kind"), _text(first[other or ""], "kind")
        if kind and theirs and kind != theirs:
            details = {"id": other, "kind": kind, "theirs": theirs}
            yield Problem(mark, name, "channels.fallback_kind", details)
            continue
        circle = _circle(_text(item, "id"), first)
        if circle and not told & set(circle):
            told |= set(circle)
            yield Problem(mark, name, "channels.fallback_circle", {"circle": " → ".join(circle)})


def _circle(start: str | None, known: Mapping[str, Keys]) -> Sequence[str]:
    """The fallbacks from `start` back to it, with it at both ends; empty where they end."""
    walked: list[str] = []
    here = start
    while here is not None and here in known and here not in walked:
        walked.append(here)
        here = _text(known[here], "fallback")
    return [*walked, here] if here is not None and here == start else ()


def _strangers(tree: Keys, people: Collection[str]) -> Iterator[Problem]:
    """People of the drills' allow-list and watchers whom the plant does not have."""
    allowed: Any = plain(tree).get("drills")
    allowed = allowed.get("allow") if isinstance(allowed, dict) else None
    for index, one in enumerate(allowed if isinstance(allowed, list) else ()):
        if isinstance(one, str) and one not in people:
            mark, name = place_of(tree, ("drills", "allow", index))
            near = _near(one, people)
            code = "channels.unknown_person_near" if near else "channels.unknown_person"
            yield Problem(mark, name, code, {"id": one, "near": near})
    listed = tree.entries.get("channels")
    for index, item in enumerate(listed.items if isinstance(listed, Listing) else ()):
        watcher = _text(item, "watcher") if isinstance(item, Keys) else None
        if watcher is not None and watcher not in people:
            mark, name = place_of(tree, ("channels", index, "watcher"))
            near = _near(watcher, people)
            code = "channels.unknown_person_near" if near else "channels.unknown_person"
            yield Problem(mark, name, code, {"id": watcher, "near": near})


def _of_channels(problem: Problem) -> Problem:
    """An empty file is told what a channels file needs, not what a site does."""
    return replace(problem, code="channels.empty") if problem.code == "empty" else problem


def _without(tree: Keys, key: str) -> Keys:
    return Keys(tree.mark, {k: v for k, v in tree.entries.items() if k != key}, tree.keys)


def _item(tree: Keys, index: int) -> Tree:
    listed = tree.entries["channels"]
    assert isinstance(listed, Listing)
    return listed.items[index]


def _text(item: Keys, key: str) -> str | None:
    value = item.entries.get(key)
    return value.text if isinstance(value, Scalar) else None


def _near(word: str, possible: Collection[str]) -> str:
    found = get_close_matches(word, list(possible), n=1, cutoff=0.6)
    return found[0] if found else ""


def _in_order(problems: list[Problem]) -> list[Problem]:
    once: dict[tuple[Mark, str, str], Problem] = {}
    for problem in problems:
        once.setdefault((problem.mark, problem.key, problem.code), problem)
    return sorted(once.values(), key=lambda one: one.mark)
