"""Decides whom a step of a matter pages. The result is recorded with the fact, so that a replay
pages the same people."""

from collections.abc import Iterable, Iterator

from command_center.domain.matters.facts import After
from command_center.domain.matters.parties.parties import concerned
from command_center.domain.matters.playing.play import Play
from command_center.domain.state.matters import Told
from command_center.domain.state.notices.telling import PagedOf, Why

KEEPERS = ("guardian", "leader", "tester")
"""The parties that are told of every pause of live work, whatever the template says."""


def with_pages(play: Play, after: After) -> After:
    """Returns `after` with the people whom the step pages: whose turn it is now, whom the template
    notifies, and for a pause everybody who guards the work or is inside. Nobody is paged about
    their own step."""
    found: dict[str, Why] = {}
    if _pauses(play, after):
        found.update(dict.fromkeys(_of_pause(play, after), "paused"))
    for person in _turns(play, after):
        found.setdefault(person, "turn")
    for one in after.get("told", ()):
        found.setdefault(one["person"], "told")
    if play.who is not None:
        found.pop(play.who, None)
    if found:
        after["paged"] = [_page(play, person, why) for person, why in found.items()]
    return after


def pages_of(play: Play, told: Iterable[Told], why: Why) -> list[PagedOf]:
    """Returns the pages to people who are already known."""
    return [PagedOf(person=one["person"], post=one["post"], why=why) for one in told]


def _pauses(play: Play, after: After) -> bool:
    """Whether live work stops by the step without being over."""
    known = play.state.matters.open.get(play.matter.id)
    return (
        known is not None and known.live and after.get("live") is False and not after.get("ended")
    )


def _of_pause(play: Play, after: After) -> Iterator[str]:
    yield from (one["person"] for one in after.get("told", ()))
    people = concerned(play)
    for party in KEEPERS:
        yield from people.get(party, ())
    yield from play.matter.inside


def _turns(play: Play, after: After) -> list[str]:
    """The people whose turn it becomes by the step."""
    known = play.state.matters.open.get(play.matter.id)
    holders = after.get("holders", [])
    if known is None or known.state != after.get("state", known.state):
        return holders
    return [one for one in holders if one not in known.holders]


def _page(play: Play, person: str, why: Why) -> PagedOf:
    told = _told(play, person)
    return PagedOf(person=person, post=told["post"], why=why)


def _told(play: Play, person: str) -> Told:
    posts = play.state.roster.posts_of(person)
    return Told(person=person, post=posts[0] if posts else None)
