"""Finds whose turn it is in a matter, whom an escalation notifies, and who stands in where a post
has no holder.

A party, a post or a superior may have nobody: the area has no post, the shift has no holder, or the
only holder must not be it (who found a hazard does not check it). Then the plant's rule `fallback`
says who stands in. `turn_of_matter` and `addressed` answer for any state that a play is in, so that
a checker of templates can ask about future states.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from command_center.domain.matters.parties.parties import (
    forbidden,
    people_in,
    people_of,
    post_asked,
    stand_in,
)
from command_center.domain.matters.parties.signatures import Rank, turn_of, waiting
from command_center.domain.matters.playing.play import Play
from command_center.domain.matters.playing.posts import (
    find_stand_in,
    posts_named,
    stands_above,
    superior_of,
)
from command_center.domain.state.matters import StandIn, Told
from command_center.domain.template_language.parties import DUTY, SUPERIOR


@dataclass(frozen=True, slots=True)
class WhoseTurn:
    """Whose turn it is in a matter. `stand_ins` says for which party somebody stands in and why;
    `nobody` lists the parties for which there is nobody at all."""

    holders: tuple[str, ...]
    stand_ins: tuple[StandIn, ...]
    nobody: tuple[str, ...]


def turn_of_matter(play: Play) -> WhoseTurn:
    """Returns who must sign for the next moves from the matter's state, or else who may make them."""
    found: dict[str, None] = {}
    instead: dict[str, StandIn] = {}
    nobody: dict[str, None] = {}
    for name, move in play.template.moves_from(play.matter.state).items():
        awaited = waiting(play, name)
        for party in awaited or (one for one in move.by if one != DUTY):
            people, other = may_act(play, party, name if awaited else None)
            if not awaited and other is not None:
                people = [one for one in people if approved_as(play, name, party, one) is None]
                other = other if people else None
            found.update(dict.fromkeys(people))
            if other is not None:
                instead[party] = other
            if not people:
                nobody[party] = None
    holders = tuple(found)
    return WhoseTurn(holders, tuple(instead.values()), () if holders else tuple(nobody))


def may_act(
    play: Play, party: str, signs_for: str | None = None
) -> tuple[list[str], StandIn | None]:
    """Returns (who may act as a party, who of them stands in and why); with `signs_for`, who may
    sign for that move. An approval is never given by whoever opened the matter, nor by whoever
    approved the move already as another party."""
    rank = None if signs_for is None else turn_of(play, signs_for, party)
    barred = {*forbidden(play, party), *_approved(play, rank, signs_for, party)}
    other = stand_in(play, party, barred)
    if other is not None:
        return list(other["people"]), other
    return [one for one in people_of(play, party) if one not in barred], None


def _approved(play: Play, rank: Rank | None, move: str | None, party: str) -> Iterator[str]:
    if rank is None or not rank.approves:
        return
    yield play.matter.opener
    for one in play.matter.signatures:
        if one["move"] == move and one["party"] != party:
            yield one["person"]


def approved_as(play: Play, move: str, party: str, person: str | None) -> str | None:
    """Returns the party as which a person approved a move that they would also make by standing in
    for `party`, because nobody may do both. None where they did not, or hold the party
    themselves."""
    other = stand_in(play, party, forbidden(play, party))
    if other is None or person not in other["people"]:
        return None
    return next(
        (
            one["party"]
            for one in play.matter.signatures
            if one["move"] == move and one["person"] == person and one["party"] != party
        ),
        None,
    )


@dataclass(frozen=True, slots=True)
class Addressed:
    """The people whom a step notifies, and which of them stand in for others."""

    told: tuple[Told, ...]
    stand_in: StandIn | None = None


def addressed(play: Play, names: Iterable[str] | None, people: Iterable[str] = ()) -> Addressed:
    """Returns the people whom these names of a template mean (parties, lists of people, posts, or
    `superior`: that of whoever's turn it is), and these people. Where the names mean nobody,
    returns whoever stands in."""
    wanted = list(names or ())
    found = dict.fromkeys(people)
    other = None
    for name in wanted:
        meant, instead = _meant(play, name)
        found.update(dict.fromkeys(meant))
        other = other or instead
    if not found and wanted:
        other = _instead(play, wanted[0])
        found = {} if other is None else dict.fromkeys(other["people"])
    return Addressed(tuple(_told(play, one) for one in found), other)


def told(play: Play, names: Iterable[str] | None, people: Iterable[str] = ()) -> list[Told]:
    """Returns the people whom the names mean, without the information who stands in for whom."""
    return list(addressed(play, names, people).told)


def whose_turn(play: Play) -> Addressed:
    """Returns the people whose turn it is on the matter now."""
    turn = turn_of_matter(play)
    own = turn.holders or play.matter.holders
    found = tuple(_told(play, one) for one in own)
    return Addressed(found, turn.stand_ins[0] if turn.stand_ins else None)


def _meant(play: Play, name: str) -> tuple[Iterable[str], StandIn | None]:
    """Returns the people whom a name means, and who of them stands in. Somebody whose turn it is
    does not stand in for those who must hear that they are late, unless there is nobody else."""
    if name == SUPERIOR:
        own = turn_of_matter(play).holders
        above = [one for person in own for one in superior_of(play.site, play.state, person)]
        return [one for one in above if one not in own] or above, None
    if name in play.template.fields:
        return people_in(play, name), None
    barred = forbidden(play, name)
    other = stand_in(play, name, barred)
    if other is None:
        return people_of(play, name), None
    appointed = [one for one in people_of(play, name) if one not in other["people"]]
    own = turn_of_matter(play).holders
    found: StandIn | None = other
    out = {*barred}
    while found is not None and _hears_nothing_new(play, found["people"], own):
        out.update(found["people"])
        found = stand_in(play, name, out)
    other = found or _top(name, own or other["people"])
    return [*appointed, *other["people"]], other


def _hears_nothing_new(play: Play, people: Iterable[str], own: Collection[str]) -> bool:
    """Returns whether these people are late themselves, or hold a post below somebody who is."""
    return any(one in own or stands_above(play.site, play.state, one, own) for one in people)


def _instead(play: Play, name: str) -> StandIn | None:
    """Returns who is notified in place of `name`, which means nobody. Where there is nobody else,
    it is whoever's turn it is."""
    own = turn_of_matter(play).holders
    if own and name == SUPERIOR:
        return _top(name, own)
    post = post_asked(play, name) or name
    out = {*own}
    found = find_stand_in(play.state, play.site, play.area, post, out)
    while found is not None and _hears_nothing_new(play, found[1:], own):
        out.add(found[1])
        found = find_stand_in(play.state, play.site, play.area, post, out)
    if found is None:
        return _top(name, own) if own else None
    known = bool(posts_named(play.site, post, play.area))
    return StandIn(party=name, why="vacant" if known else "no_post", by=found[0], people=[found[1]])


def _top(name: str, own: Iterable[str]) -> StandIn:
    return StandIn(party=name, why="top", by="own", people=list(own))


def _told(play: Play, person: str) -> Told:
    posts = play.state.roster.posts_of(person)
    return Told(person=person, post=posts[0] if posts else None)
