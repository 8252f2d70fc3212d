"""The consequences of a step of a matter: everything that its fact carries besides the step itself."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from command_center.domain.matters.deadlines import deadlines
from command_center.domain.matters.facts import Admits, After, Where
from command_center.domain.matters.parties.addressees import turn_of_matter
from command_center.domain.matters.parties.paging import with_pages
from command_center.domain.matters.parties.parties import concerned
from command_center.domain.matters.permits import certificates
from command_center.domain.matters.playing.play import Play
from command_center.domain.matters.playing.repetition import keys_seen
from command_center.domain.matters.playing.whereabouts import placed, says_where
from command_center.domain.template_language.powers import ADMIT, CERTIFY, POWERS
from command_center.domain.template_language.template import Template


def live_states(template: Template) -> frozenset[str]:
    """Returns the states in which work goes on: the target state of the move at which the period of
    validity begins."""
    begins = template.moves.get(template.valid.from_) if template.valid is not None else None
    return frozenset() if begins is None else frozenset({begins.to})


def in_state(play: Play, state: str, fields: Mapping[str, Any], since: int) -> Play:
    """Returns the matter as if it were in `state` since `since`, with these fields written."""
    written = {**play.matter.fields, **fields}
    signatures = play.matter.signatures if state == play.matter.state else ()
    matter = replace(
        play.matter, state=state, fields=written, entered_state_at=since, signatures=signatures
    )
    play = replace(play, matter=matter)
    return placed(play, written) if says_where(play, fields) else play


def arrival(play: Play, *, opening: bool = False) -> After:
    """Returns what holds once the matter of `play` has arrived in its state."""
    turn = turn_of_matter(play)
    play = replace(play, matter=replace(play.matter, holders=turn.holders))
    matter, template = play.matter, play.template
    live = matter.state in live_states(template)
    ended = matter.state in template.ends
    after = After(
        state=matter.state,
        holders=list(turn.holders),
        parties=concerned(play),
        readers=list(template.readers),
        due=[] if ended else deadlines(play, matter.state, matter.entered_state_at),
    )
    if turn.stand_ins and not ended:
        after["stand_ins"] = list(turn.stand_ins)
    if turn.nobody and not ended:
        after["nobody"] = list(turn.nobody)
    known = play.state.matters.open.get(matter.id)
    where = (matter.place, matter.area, matter.category)
    if known is not None and where != (known.place, known.area, known.category):
        after["where"] = Where(place=matter.place, area=matter.area, category=matter.category)
    if live or matter.live:
        after["live"] = live
    if ended:
        after["ended"] = True
    if not matter.signatures and not opening:
        after["unsigned"] = True
    if seen := keys_seen(play, matter.fields, matter.state, opening=opening):
        after["seen"] = seen
    if template.impairs is not None:
        after["impairs"] = [] if ended else impaired(play)
    if CERTIFY in play.pinned.powers:
        person = play.value(certificates.PERSON)
        if isinstance(person, str):
            after["certifies"] = person
    if ADMIT in play.pinned.powers and (letting_in := admitted(play)) is not None:
        after["admits"] = letting_in
    return after


def admitted(play: Play) -> Admits | None:
    """Returns the person whom the matter admits through the gate in its present state; None where
    there is none."""
    person, company, until = (play.value(one) for one in ("person", "company", "until"))
    told = all(isinstance(one, str) for one in (person, company, until))
    if play.matter.state != POWERS[ADMIT].given or not told:
        return None
    return Admits(person=person, company=company, until=until)


def impaired(play: Play) -> list[str]:
    """Returns the equipment that the matter puts out of service."""
    value = play.value(play.template.impairs or "")
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str)]


def written(play: Play, fields: Mapping[str, Any]) -> After:
    """Returns what holds once fields of the matter were written in its present state. Signatures
    lapse."""
    now = in_state(play, play.matter.state, fields, play.matter.entered_state_at)
    after = arrival(replace(now, matter=replace(now.matter, signatures=())))
    if not play.matter.signatures:
        after.pop("unsigned", None)
    after.pop("seen", None)
    return with_pages(now, after)
