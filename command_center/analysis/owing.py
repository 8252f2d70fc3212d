"""The responsibility board: who owes what, overdue (red) first. Work that nobody can do comes
before everything else.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from command_center.domain.matters.deadlines import worst
from command_center.domain.matters.reading.mine import Owed, owed, unassigned
from command_center.domain.matters.reading.standing import sign_now
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.matters import Matter
from command_center.domain.template_language.shelf import TemplateShelf
from command_center.domain.verdicts.orders import SIGN_ORDER


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a person owes. `person` is None where nobody can do it."""

    person: str | None
    owed: Owed


@dataclass(frozen=True, slots=True)
class Burden:
    """How much one person owes, by colour. `oldest` is how long the most overdue item is late, in ms; None if nothing
    is late.
    """

    person: str | None
    posts: tuple[str, ...]
    red: int
    yellow: int
    blue: int
    plain: int
    oldest: int | None


def board(
    state: State, site: Site, templates: TemplateShelf | None, now: int
) -> tuple[list[Burden], list[Line]]:
    """Return (the burden of everybody who owes something, the worst first; every line, red first and then by
    deadline).
    """
    lines = [
        Line(person.id, one)
        for person in site.people
        for one in owed(state, templates, person.id, now)
    ]
    lines += [Line(None, _nobodys(one, now)) for one in _without_hands(state, site)]
    lines += [Line(None, one) for one in unassigned(state, site, now)]
    lines.sort(key=_grave)
    people = dict.fromkeys(one.person for one in lines)
    burdens = [
        _burden(state, person, [one.owed for one in lines if one.person == person])
        for person in people
    ]
    burdens.sort(key=lambda one: (one.person is not None, -one.red, -one.yellow, -one.blue))
    return burdens, lines


def _grave(one: Line) -> tuple[int, bool, int, str]:
    return (
        SIGN_ORDER.index(one.owed["sign"]), one.person is not None, one.owed["due_at"] or 2**53,
        one.owed["number"],
    )  # fmt: skip


def _without_hands(state: State, site: Site) -> Iterable[Matter]:
    """Open matters that wait for a deadline and that nobody known can move."""
    for one in state.matters.open.values():
        if one.due and not any(person in site.person_by_id for person in one.holders):
            yield one


def _nobodys(one: Matter, now: int) -> Owed:
    due_at = min(due["at"] for due in one.due)
    return Owed(
        kind="matter", id=one.id, number=one.number, title=one.title, place=one.place,
        state=one.state, colour=worst(one, now), sign=sign_now(one, now), due_at=due_at,
        late=now - due_at if now > due_at else None, from_=one.opener, repeats=len(one.repeats),
        why=None,
    )  # fmt: skip


def _burden(state: State, person: str | None, lines: list[Owed]) -> Burden:
    colours = [one["colour"] for one in lines]
    posts = tuple(state.roster.posts_of(person))
    late = [one["late"] for one in lines if one["late"] is not None]
    return Burden(
        person, posts, colours.count("red"), colours.count("yellow"), colours.count("blue"),
        colours.count(None), max(late, default=None),
    )  # fmt: skip
