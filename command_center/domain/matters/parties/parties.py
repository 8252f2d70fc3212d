"""The parties of a matter: which people they are now, and as which party somebody may act."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from command_center.domain.matters.playing.play import Play
from command_center.domain.matters.playing.posts import (
    AREA_HEAD,
    AREA_HEADS,
    find_stand_in,
    head_of,
    holders_of,
    posts_named,
    superior_of,
)
from command_center.domain.site.map.nearness import area_of_place
from command_center.domain.site.parts.people import SITE_HEAD
from command_center.domain.state.matters import StandIn
from command_center.domain.template_language import fields as f
from command_center.domain.template_language.parties import DUTY, SUPERIOR, PartyForm
from command_center.domain.template_language.template import Template

UPWARD = frozenset({SUPERIOR, "manager", "safety-head"})
"""Posts for which the head of the site stands in before anybody else does."""


def people_of(play: Play, party: str) -> list[str]:
    """Returns the people of a party, or of a post in a chain, including those whom `forbidden`
    excludes. Where nobody holds the post, or all holders are excluded, it includes whoever
    stands in."""
    return _people(play, party, frozenset())


def _people(play: Play, party: str, asked: frozenset[str]) -> list[str]:
    """Returns the people of a party. `asked` are the parties being looked up, because two may
    exclude each other."""
    appointed = _appointed(play, party)
    if post_asked(play, party) is None:
        return appointed
    barred = _forbidden(play, party, asked)
    if any(one not in barred for one in appointed):
        return appointed
    other = stand_in(play, party, barred)
    return appointed if other is None else [*appointed, *other["people"]]


def _appointed(play: Play, party: str) -> list[str]:
    """Returns the people whom the plant or the matter appoints to a party, without stand-ins."""
    form = play.template.parties.get(party)
    if party == SUPERIOR or (form is not None and form.post == SUPERIOR):
        return list(superior_of(play.site, play.state, play.matter.opener))
    if form is None:
        return _of_posts(play, party, play.area)
    if form.opener:
        return [play.matter.opener]
    if form.post is not None:
        return _of_posts(play, form.post, area_asked(play, party))
    if form.post_of is not None:
        head = head_of(play.site, area_asked(play, party))
        return [] if head is None else list(holders_of(play.state, play.site, head))
    if form.field is not None:
        return people_in(play, form.field)
    return list(play.matter.parties.get(party, ()))


def post_asked(play: Play, party: str) -> str | None:
    """Returns the post or function that a party, or a name in a chain, requires; None for a party
    that is no post."""
    form = play.template.parties.get(party)
    if form is None:
        return None if party in play.template.fields else party
    return AREA_HEAD if form.post_of is not None else form.post


def area_asked(play: Play, party: str) -> str | None:
    """Returns the area whose post a party means: that of its place field, else the matter's."""
    form = play.template.parties.get(party)
    field = None if form is None else form.of or form.post_of
    return play.area if field is None else _area_at(play, field)


def stand_in(play: Play, party: str, barred: Collection[str] = ()) -> StandIn | None:
    """Returns who stands in for a party by the plant's rule, where every appointed person is
    `barred` or there is none. None where somebody is appointed, where the party is no post, or
    where nobody is found."""
    post, appointed = post_asked(play, party), _appointed(play, party)
    if post is None or any(one not in barred for one in appointed):
        return None
    area = area_asked(play, party)
    steps = [SITE_HEAD] if _fixed_by_law(play, party, post) else [*play.site.fallback]
    if post in UPWARD:
        steps = [SITE_HEAD, *steps]
    own = {*barred, play.matter.opener} if post == SUPERIOR else {*barred}
    if _signs(play, party):
        own.update(_takes_part(play, party))
    found = find_stand_in(play.state, play.site, area, post, own, steps=steps)
    if found is None:
        return None
    known = post == SUPERIOR or post in play.site.post_by_id or posts_named(play.site, post, area)
    why: Literal["barred", "vacant", "no_post"] = (
        "barred" if appointed else "vacant" if known else "no_post"
    )
    return StandIn(party=party, why=why, by=found[0], people=[found[1]])


def _fixed_by_law(play: Play, party: str, post: str) -> bool:
    """Returns whether the law says who signs or acts, so that only the head of the site stands in.
    For the unit of the place (`AREA_HEADS`) it is whoever is on duty there."""
    if post in AREA_HEADS:
        return False
    template, form = play.template, play.template.parties.get(party)
    locked = [one.chain for one in template.approvals if one.locked is not None]
    if template.signatures is not None and template.signatures.locked is not None:
        locked.append(template.signatures.chain)
    fixed = form is not None and form.locked is not None
    return fixed or any(party in group.signers for chain in locked for group in chain)


def _signs(play: Play, party: str) -> bool:
    """Whether a party signs or approves something of the matter."""
    template = play.template
    asked = [one.chain for one in template.approvals]
    if template.signatures is not None:
        asked.append(template.signatures.chain)
    return any(party in group.signers for chain in asked for group in chain)


def _takes_part(play: Play, party: str) -> Iterator[str]:
    """Yields who already takes part in the work: the people named for other parties, and those on
    its lists. They stand in for no signer, because they would confirm their own work."""
    for name, _ in open_parties(play):
        if name != party:
            yield from play.matter.parties.get(name, ())
    for name, field in play.template.fields.items():
        if isinstance(field, f.ListField):
            yield from people_in(play, name)


def _of_posts(play: Play, name: str, area: str | None) -> list[str]:
    found: dict[str, None] = {}
    for post in posts_named(play.site, name, area):
        found.update(dict.fromkeys(holders_of(play.state, play.site, post)))
    return list(found)


def _area_at(play: Play, field: str) -> str | None:
    value = play.value(field)
    return area_of_place(play.site, value) if isinstance(value, str) else None


def people_in(play: Play, field: str) -> list[str]:
    """Returns the people that a field names: a person, several, or those of a list's person columns."""
    return people_named(play.template, field, play.value(field))


def people_named(template: Template, field: str, value: object) -> list[str]:
    """Returns the people that a value of a field names."""
    known = template.fields.get(field)
    if isinstance(known, f.PersonField) and isinstance(value, str):
        return [value]
    if isinstance(known, f.ListField) and isinstance(value, list):
        columns = [name for name, column in known.of.items() if isinstance(column, f.PersonField)]
        cells: list[Any] = [line.get(name) for line in value for name in columns]
        return list(dict.fromkeys(cell for cell in cells if isinstance(cell, str)))
    return []


def forbidden(play: Play, party: str) -> list[str]:
    """Returns who must not be this party: the people of the parties and lists under `never`."""
    return _forbidden(play, party, frozenset())


def _forbidden(play: Play, party: str, asked: frozenset[str]) -> list[str]:
    form = play.template.parties.get(party)
    names = form.never if form is not None and form.never is not None else []
    found: list[str] = []
    for name in names:
        if name not in play.template.parties:
            found += people_in(play, name)
        elif name in asked:
            found += _appointed(play, name)
        else:
            found += _people(play, name, asked | {party})
    return found


def may_be(
    template: Template | None, parties: Mapping[str, Sequence[str]], fields: Mapping[str, Any]
) -> dict[str, list[str]]:
    """Returns, for each party, its people without those whom the party's `never` bars in this matter. A fact keeps the
    barred ones too, because they may read the matter.

    `parties` are the people of each party as a fact keeps them, `fields` the values of the matter. Without a template
    nobody is known to be barred, and all are returned.
    """
    if template is None:
        return {party: list(people) for party, people in parties.items()}
    found: dict[str, list[str]] = {}
    for party, people in parties.items():
        form = template.parties.get(party)
        barred: set[str] = set()
        for name in (form.never if form is not None else None) or ():
            named = name in template.parties
            barred.update(
                parties.get(name, ()) if named else people_named(template, name, fields.get(name))
            )
        found[party] = [one for one in people if one not in barred]
    return found


def acts_as(play: Play, person: str | None, parties: Iterable[str]) -> str | None:
    """Returns the first of these parties that a person is and may be; None if there is none."""
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
    """Returns the people of every party as they are now."""
    return {party: people_of(play, party) for party in play.template.parties}


def parties_as_stored(parties: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The parties in the form in which a matter stores them."""
    return {name: tuple(people) for name, people in parties.items()}


def open_parties(play: Play) -> Iterator[tuple[str, PartyForm]]:
    """Yields the parties whose people are named by hand."""
    return ((name, form) for name, form in play.template.parties.items() if form.named)


KEEPERS = ("guardian", "leader")
"""The parties that keep the list of who is inside; where a template has none of them, every party does."""


def keepers(play: Play) -> list[str]:
    """Returns the parties of the matter that keep the list of who is inside."""
    named = play.template.parties
    return [name for name in KEEPERS if name in named] or list(named)
