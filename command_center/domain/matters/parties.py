"""The parties of a matter: which people they are now, and as which party somebody may act."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from command_center.domain.matters.play import Play
from command_center.domain.matters.posts import head_of, holders_of, posts_named, superior_of
from command_center.domain.site.nearness import area_of_place
from command_center.domain.state.matters import Told
from command_center.domain.template_language import fields as f
from command_center.domain.template_language.parties import DUTY, SUPERIOR, PartyForm


def people_of(play: Play, party: str) -> list[str]:
    """The people of a party, or of a post that a chain names; also those whom `forbidden` bars."""
    form = play.template.parties.get(party)
    if party == SUPERIOR or (form is not None and form.post == SUPERIOR):
        return list(superior_of(play.site, play.state, play.matter.opener))
    if form is None:
        return _of_posts(play, party, play.area)
    if form.opener:
        return [play.matter.opener]
    if form.post is not None:
        area = play.area if form.of is None else _area_at(play, form.of)
        return _of_posts(play, form.post, area)
    if form.post_of is not None:
        head = head_of(play.site, _area_at(play, form.post_of))
        return [] if head is None else list(holders_of(play.state, play.site, head))
    if form.field is not None:
        return people_in(play, form.field)
    return list(play.matter.parties.get(party, ()))


def _of_posts(play: Play, name: str, area: str | None) -> list[str]:
    found: dict[str, None] = {}
    for post in posts_named(play.site, name, area):
        found.update(dict.fromkeys(holders_of(play.state, play.site, post)))
    return list(found)


def _area_at(play: Play, field: str) -> str | None:
    value = play.value(field)
    return area_of_place(play.site, value) if isinstance(value, str) else None


def people_in(play: Play, field: str) -> list[str]:
    """The people that a field names: a person, several, or those of a list's person columns."""
    known, value = play.template.fields.get(field), play.value(field)
    if isinstance(known, f.PersonField) and isinstance(value, str):
        return [value]
    if isinstance(known, f.ListField) and isinstance(value, list):
        columns = [name for name, column in known.of.items() if isinstance(column, f.PersonField)]
        cells: list[Any] = [line.get(name) for line in value for name in columns]
        return list(dict.fromkeys(cell for cell in cells if isinstance(cell, str)))
    return []


def forbidden(play: Play, party: str) -> list[str]:
    """Who must not be this party: the people of the parties and lists under `never`."""
    form = play.template.parties.get(party)
    names = form.never if form is not None and form.never is not None else []
    found: list[str] = []
    for name in names:
        known = play.template.parties.get(name)
        found += people_of(play, name) if known is not None else people_in(play, name)
    return found


def acts_as(play: Play, person: str | None, parties: Iterable[str]) -> str | None:
    """The first of these parties that a person is and may be; None if none."""
    if person is None:
        return None
    for party in parties:
        if (
            party != DUTY
            and person in people_of(play, party)
            and person not in forbidden(play, party)
        ):
            return party
    return None


def concerned(play: Play) -> dict[str, list[str]]:
    """The people of every party as they are now."""
    return {party: people_of(play, party) for party in play.template.parties}


def as_kept(parties: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The people of parties as a matter keeps them."""
    return {name: tuple(people) for name, people in parties.items()}


def open_parties(play: Play) -> Iterator[tuple[str, PartyForm]]:
    """The parties whose people somebody names."""
    return ((name, form) for name, form in play.template.parties.items() if form.named)


KEEPERS = ("guardian", "leader")
"""The parties that keep the list of who is inside; where a template has none of them, every party does."""


def keepers(play: Play) -> list[str]:
    """The parties of the matter that keep the list of who is inside."""
    named = play.template.parties
    return [name for name in KEEPERS if name in named] or list(named)


def told(play: Play, names: Iterable[str] | None, people: Iterable[str] = ()) -> list[Told]:
    """Whom names of a template mean that are to be told: parties, lists of people, posts, `superior` (of whose turn
    it is); and these people."""
    found: dict[str, str | None] = {}
    for person in people:
        found.setdefault(person, next(iter(play.state.roster.posts_of(person)), None))
    for name in names or ():
        if name == "superior":
            people = [
                one
                for holder in play.matter.holders
                for one in superior_of(play.site, play.state, holder)
            ]
        elif name in play.template.fields:
            people = people_in(play, name)
        else:
            people = people_of(play, name)
        for person in people:
            posts = play.state.roster.posts_of(person)
            found.setdefault(person, posts[0] if posts else None)
    return [Told(person=person, post=post) for person, post in found.items()]
