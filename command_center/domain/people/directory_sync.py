"""Compares the plant's list of people with a directory and computes the changes: who is new,
changed, or left.

The directory owns only those people whose ids match its pattern (`owns`): visitors, drivers and
whoever was entered by hand are never changed. Somebody who left and is still needed is not removed
but reported, with everything that names them.
"""

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from command_center.domain.site.changing.change import Change, changed, read_row
from command_center.domain.site.changing.mistakes import Mistake
from command_center.domain.site.changing.nouns import NOUNS, hash_of
from command_center.domain.site.model import Person, Site

PEOPLE, ROSTER, SWAPS = NOUNS["people"], NOUNS["roster"], NOUNS["swaps"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A person as the directory has them, mapped to the fields of the plant's list. `where` names
    the row of a file or the entry of a directory. None in `name`, `employer` or `home` keeps the
    plant's value."""

    where: str
    id: str
    name: Mapping[str, str] | None
    employer: str | None = None
    home: str | None = None
    left: bool = False


@dataclass(frozen=True, slots=True)
class LeavingRules:
    """The rules of who leaves. `owns` is the pattern of the ids of the directory's people; `absent`
    says what it means that one of them is no longer in it. If more than `most_share` of the
    owned people leave at once, the export is taken to be broken."""

    owns: str
    absent: Literal["left", "keep"] = "keep"
    most_share: float = 0.1


@dataclass(frozen=True, slots=True)
class Fault:
    """An entry that cannot become a person: where it is, which field, and what is wrong."""

    where: str
    field: str
    code: str
    details: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """A person who left and is still needed: each mistake names what would lose them."""

    person: str
    holds: tuple[Mistake, ...]


@dataclass(frozen=True, slots=True)
class Sync:
    """The result of a comparison: `changes` is what `site.change` takes, as a whole. `vacated` are
    the roster entries removed with people who left."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    same: int = 0
    vacated: tuple[str, ...] = ()
    held: tuple[Held, ...] = ()
    faults: tuple[Fault, ...] = ()
    changes: tuple[Change, ...] = ()


def synced(
    site: Site, entries: Sequence[Entry], rules: LeavingRules, *, vacate: bool = False
) -> Sync:
    """Compares the plant's people with the directory's entries. With faults nothing is changed.
    `vacate` removes people who left from their shifts, whose posts are then vacant there; a
    post, a store or a grant that names them still keeps them."""
    faults, wanted = _wanted(site, entries)
    owned = re.compile(rules.owns)
    leavers = _leavers(site, entries, wanted, owned, rules)
    share = sum(bool(owned.fullmatch(one.id)) for one in site.people)
    if share and len(leavers) > max(1, round(rules.most_share * share)):
        told = {"leavers": len(leavers), "owned": share, "most": rules.most_share}
        faults.append(Fault("", "", "too_many_leavers", told))
    if faults:
        return Sync(faults=tuple(faults))
    arrivals, same = _arrivals(site, wanted)
    held, vacated, gone = _parted(site, leavers, vacate=vacate)
    changes = [*arrivals, *vacated, *gone]
    return Sync(
        new=tuple(one.key for one in arrivals if one.was is None),
        changed=tuple(one.key for one in arrivals if one.was is not None),
        left=tuple(one.key for one in gone),
        same=same,
        vacated=tuple(one.key for one in vacated),
        held=tuple(held),
        changes=tuple(changes),
    )


def _wanted(site: Site, entries: Sequence[Entry]) -> tuple[list[Fault], dict[str, Entry]]:
    """Every entry by id, with what is wrong of them."""
    faults: list[Fault] = []
    wanted: dict[str, Entry] = {}
    for one in entries:
        if one.id in wanted:
            other = {"key": one.id, "other": wanted[one.id].where}
            faults.append(Fault(one.where, "id", "twice", other))
            continue
        wanted[one.id] = one
        if one.left:
            continue
        row = _row(one, site.person_by_id.get(one.id))
        if "name" not in row:
            faults.append(Fault(one.where, "name", "no_name"))
            continue
        _, mistakes = read_row(PEOPLE, one.id, row)
        faults += [Fault(one.where, at.field, at.code, at.details) for at in mistakes]
        if row.get("home") is not None and row["home"] not in site.area_by_id:
            faults.append(Fault(one.where, "home", "no_such_area", {"value": row["home"]}))
    return faults, wanted


def _row(one: Entry, old: Person | None) -> dict[str, Any]:
    """Returns the person's new row; what the directory does not state stays."""
    row: dict[str, Any] = {"id": one.id} if old is None else PEOPLE.row_of(old)
    if one.name is not None and not (old is not None and _same_name(one.name, old)):
        row["name"] = dict(one.name)
    if one.employer is not None:
        row["employer"] = one.employer
    if one.home is not None:
        row["home"] = one.home
    return row


def _same_name(name: Mapping[str, str], old: Person) -> bool:
    """Returns whether the names are the same. A directory in one language does not undo a name that
    the plant has in two, and none undoes the detail by which people of one name are told apart
    (`domain/site/parts/namesakes.py`)."""
    if len(set(name.values())) == 1:
        said = next(iter(name.values()))
        return _is(said, old.name.zh, "（", "）") or _is(said, old.name.en, " (", ")")
    return _is(name["zh"], old.name.zh, "（", "）") and _is(name["en"], old.name.en, " (", ")")


def _is(said: str, own: str, begins: str, ends: str) -> bool:
    return own == said or (own.startswith(f"{said}{begins}") and own.endswith(ends))


def _arrivals(site: Site, wanted: Mapping[str, Entry]) -> tuple[list[Change], int]:
    found: list[Change] = []
    same = 0
    for key, one in wanted.items():
        if one.left:
            continue
        old = site.person_by_id.get(key)
        part, _ = read_row(PEOPLE, key, _row(one, old), old)
        if part is None or part == old:
            same += 1
            continue
        was = None if old is None else hash_of(PEOPLE.row_of(old))
        found.append(Change(noun="people", key=key, row=PEOPLE.row_of(part), was=was))
    return found, same


def _leavers(
    site: Site,
    entries: Sequence[Entry],
    wanted: Mapping[str, Entry],
    owned: re.Pattern[str],
    rules: LeavingRules,
) -> list[Person]:
    """Returns people who left by the directory, or are no longer in it. An empty directory removes
    nobody."""
    gone = []
    for person in site.people:
        if not owned.fullmatch(person.id):
            continue
        told = wanted.get(person.id)
        absent = told is None and rules.absent == "left" and bool(entries)
        if absent or (told is not None and told.left):
            gone.append(person)
    return gone


def _parted(
    site: Site, leavers: Sequence[Person], *, vacate: bool
) -> tuple[list[Held], list[Change], list[Change]]:
    """Returns who is still needed by what, the roster entries to remove, and the people to remove."""
    held: list[Held] = []
    vacated: list[Change] = []
    gone: list[Change] = []
    for person in leavers:
        away = Change(noun="people", key=person.id, row=None, was=hash_of(PEOPLE.row_of(person)))
        shifts = _shifts_of(site, person) if vacate else []
        after = changed(site, [*shifts, away])
        if isinstance(after, Site):
            vacated += shifts
            gone.append(away)
        else:
            held.append(Held(person.id, tuple(after)))
    return held, vacated, gone


def _shifts_of(site: Site, person: Person) -> list[Change]:
    """The entries of the roster and the swaps that name them."""
    return [
        Change(noun=noun.name, key=key, row=None, was=hash_of(noun.row_of(part)))
        for noun, fields in ((ROSTER, ("person",)), (SWAPS, ("away", "stands_in")))
        for key, part in noun.parts(site).items()
        if person.id in [getattr(part, field) for field in fields]
    ]
