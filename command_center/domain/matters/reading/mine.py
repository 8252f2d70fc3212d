"""What one person owes now, most urgent first: matters that wait for them, their directives, their
review actions.

It also gives one matter as that person sees it: its state among all states, its fields, and the
moves they may make, with what each still needs. Times are UTC epoch ms.
"""

from collections.abc import Iterator
from typing import Any, Literal

from typing_extensions import TypedDict

from command_center.domain.directives.hands import people_holding
from command_center.domain.directives.refused import awaits_reissue, live
from command_center.domain.directives.verdict import awaited, verdict_of
from command_center.domain.matters.deadlines import worst
from command_center.domain.matters.filling.fill_in import correctable, fillable, namable
from command_center.domain.matters.guards.handed_over import lists_handed_over, live_in_area
from command_center.domain.matters.moving.make_move import hindered, only_online, place_of
from command_center.domain.matters.moving.signing import not_themselves
from command_center.domain.matters.opening.rollouts import written_before
from command_center.domain.matters.parties.addressees import may_act
from command_center.domain.matters.parties.parties import acts_as, people_of
from command_center.domain.matters.parties.signatures import chains, turn_of
from command_center.domain.matters.playing.play import Play, looked_up, state_title, titled
from command_center.domain.matters.reading.standing import SIGNS, sign_now
from command_center.domain.matters.rounds.points import Spot, lists_of_points, points_asked
from command_center.domain.refusal import Refusal
from command_center.domain.registry import Context
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.matters import Colour, Matter
from command_center.domain.state.review import Action
from command_center.domain.template_language.fields import FormField
from command_center.domain.template_language.shelf import TemplateShelf
from command_center.domain.template_language.template import Template
from command_center.domain.text import Text
from command_center.domain.verdicts.orders import SIGN_ORDER
from command_center.domain.verdicts.turns import Sign

Kind = Literal["matter", "directive", "action"]


class Owed(TypedDict):
    """One item that a person owes. `id` is of the matter, directive or action; `number` is how
    people call it. `state` is a text, or the name of a state in the words catalogue. `colour` is
    that of its worst deadline at the time of asking, and `sign` its urgency; `late` is how long
    its deadline `due_at` is over, in ms, or None. `from_` is the person it comes from. `why` is the
    reason of a directive that was refused; None for all else."""

    kind: Kind
    id: str
    number: str
    title: Any
    place: str | None
    state: Any
    colour: Colour | None
    sign: Sign
    due_at: int | None
    late: int | None
    from_: str | None
    repeats: int
    why: Any


class MoveOffered(TypedDict):
    """A move that the person may make by their party. `hindered` says why it cannot be made now;
    None if it can. `needs` are the fields to fill in with it; `reason` whether a reason is
    required. `signs` is the party as which the person must sign before the move instead of
    making it. `at` is the place where they must be for either. `online`: it cannot be made
    offline."""

    move: str
    title: Any
    party: str
    needs: list[str]
    reason: bool
    hindered: Refusal | None
    signs: str | None
    at: str | None
    online: bool


class SpotOffered(TypedDict):
    """A signature that somebody may give on this screen, by one of `proofs` (pin, badge). `at` is
    the place where the signer must be."""

    move: str
    title: Any
    party: str
    called: Any
    people: list[str]
    proofs: list[str]
    at: str | None


class Seen(TypedDict):
    """One matter as a person sees it. `way` are all states in their order, with when each was first
    reached. `points` are those of its rounds, by field. `fills` are the fields that the person
    may write now, `names` the parties whose people they may name, `corrects` the fields that
    they may correct. `hands_over` is what is live in the area, by the list on which it is handed
    over."""

    matter: Matter
    way: list[dict[str, Any]]
    template: Template
    fields: dict[str, FormField]
    moves: list[MoveOffered]
    spots: list[SpotOffered]
    colour: Colour | None
    sign: Sign
    points: dict[str, list[Spot]]
    fills: list[str]
    corrects: list[str]
    names: list[str]
    hands_over: dict[str, list[Matter]]


def owed(state: State, templates: TemplateShelf | None, person: str, now: int) -> list[Owed]:
    """Returns everything that waits for a person, the most urgent first and then by deadline."""
    found = [
        *_matters(state, templates, person, now),
        *_directives(state, person, now),
        *_actions(state, person, now),
    ]
    return sorted(
        found,
        key=lambda one: (SIGN_ORDER.index(one["sign"]), one["due_at"] or 2**53, one["number"]),
    )


def _matters(
    state: State, templates: TemplateShelf | None, person: str, now: int
) -> Iterator[Owed]:
    for matter in state.matters.open.values():
        if person not in matter.holders:
            continue
        due_at = min((due["at"] for due in matter.due), default=None)
        pinned = None if templates is None else templates.pinned(matter.revision)
        words: Any = matter.state if pinned is None else state_title(pinned.template, matter.state)
        yield Owed(
            kind="matter", id=matter.id, number=matter.number, title=matter.title,
            place=matter.place, state=words, colour=worst(matter, now), sign=sign_now(matter, now),
            due_at=due_at, late=_late(due_at, now), from_=matter.opener, repeats=len(matter.repeats),
            why=None,
        )  # fmt: skip


def _directives(state: State, person: str, now: int) -> Iterator[Owed]:
    """Those in a person's hands. What is said to be done waits for whoever commands, who verifies it: without a
    deadline, and at once where the plant or a lock says otherwise. What was refused waits for them, red and without a
    deadline, to be given anew or withdrawn."""
    for one in state.directives.values():
        incident = state.open_incidents.get(one.incident)
        if incident is None or not live(state, one):
            continue  # what is left of an incident that is over is nobody's any more
        done, refused = one.state == "done", awaits_reissue(state, one)
        back = done or refused
        if person not in ([incident.commander] if back else people_holding(state, one)):
            continue
        waits = verdict_of(state, state.site, one)["awaits"] if done else awaited(one)
        due_at = None if refused or waits is None else waits["by"]
        colour: Colour = (
            "red" if refused or (due_at is not None and now >= due_at)
            else "blue" if due_at is None else "yellow"
        )  # fmt: skip
        yield Owed(
            kind="directive", id=one.id, number=one.id, title=one.text, place=one.place,
            state="give_anew" if refused else one.state, colour=colour, sign=SIGNS[colour], due_at=due_at,
            late=_late(due_at, now),
            from_=one.refused_by if refused else one.to_person if done else one.issuer, repeats=0,
            why=one.reason if refused else None,
        )  # fmt: skip


def _actions(state: State, person: str, now: int) -> Iterator[Owed]:
    for one in state.reviews.actions.values():
        if one.owner == person and one.done_at is None and one.closed_at is None:
            yield _action(one, now)


def unassigned(state: State, site: Site, now: int) -> Iterator[Owed]:
    """Yields the open actions of reviews and drills whose owner is no person of the plant."""
    for one in state.reviews.actions.values():
        if one.owner not in site.person_by_id and one.done_at is None and one.closed_at is None:
            yield _action(one, now)


def _action(one: Action, now: int) -> Owed:
    colour: Colour = "red" if one.due_at is not None and now >= one.due_at else "blue"
    return Owed(
        kind="action", id=one.id, number=one.id, title=one.text, place=None, state=one.state,
        colour=colour, sign=SIGNS[colour], due_at=one.due_at, late=_late(one.due_at, now), from_=one.by, repeats=0,
        why=None,
    )  # fmt: skip


def _late(due_at: int | None, now: int) -> int | None:
    return now - due_at if due_at is not None and now > due_at else None


def seen(state: State, ident: str, ctx: Context) -> Seen | Refusal:
    """Returns one open matter as the actor of `ctx` sees it, or the refusal."""
    play = looked_up(state, ident, ctx, ctx.now)
    if isinstance(play, Refusal):
        return play
    return Seen(
        matter=play.matter, way=_way(play), template=play.template, fields=play.template.fields,
        moves=list(_moves(play)), spots=list(_spots(play)), colour=worst(play.matter, ctx.now),
        sign=sign_now(play.matter, ctx.now),
        points={
            name: points_asked(play, one)
            for name, one in lists_of_points(play.template).items()
        },
        fills=fillable(play), names=namable(play), corrects=correctable(play),
        hands_over={name: live_in_area(play) for name in lists_handed_over(play)},
    )  # fmt: skip


def _way(play: Play) -> list[dict[str, Any]]:
    """The states of the matter in the template's order."""
    names = list(play.template.states)
    return [{"state": name, "title": state_title(play.template, name)} for name in names]


def _moves(play: Play) -> Iterator[MoveOffered]:
    for name, move in play.template.moves_from(play.matter.state).items():
        title: Text | str = titled(play.template, name)
        signs, barred = _signs(play, name)
        party = acts_as(play, play.who, move.by)
        if party is None and signs is None and barred is None:
            continue
        why = barred or hindered(play, name, move, "–")
        before = written_before(play)
        needs = [need for need in move.needs if need in play.template.fields and need not in before]
        first = any(need in before and play.value(need) is None for need in move.needs)
        yield MoveOffered(
            move=name, title=title, party=party or signs or "", needs=needs,
            reason="reason" in move.needs, signs=signs, online=only_online(play, move),
            at=_at(play, name, signs) if signs else place_of(play, move),
            hindered=None if why is not None and not first and _by_itself(why, needs) else why,
        )  # fmt: skip


def _by_itself(why: Refusal, needs: list[str]) -> bool:
    """Returns whether filling in the move's own form may resolve its refusal."""
    return why.code == "matter_incomplete" or (why.code == "move_condition" and bool(needs))


def _spots(play: Play) -> Iterator[SpotOffered]:
    """Yields the awaited signatures that the template allows on another person's screen."""
    signatures = play.template.signatures
    proofs = [] if signatures is None else [one for one in signatures.proof if one != "session"]
    if signatures is None or not proofs:
        return
    move = play.template.moves.get(signatures.before)
    if move is None or play.matter.state not in move.from_:
        return
    for chain in chains(play, signatures.before):
        rank = next((one for one in chain if not one.complete), None)
        for party in rank.waiting if rank is not None and not rank.approves else ():
            assert rank is not None
            at = play.value(rank.group.at) if rank.group.at is not None else None
            yield SpotOffered(
                move=signatures.before, title=titled(play.template, signatures.before),
                party=party, called=titled(play.template, party), proofs=list(proofs),
                people=may_act(play, party, signatures.before)[0],
                at=at if isinstance(at, str) else None,
            )  # fmt: skip


def _at(play: Play, move: str, party: str | None) -> str | None:
    """Returns the place at which a party must sign for a move; None where it may sign anywhere."""
    rank = None if party is None else turn_of(play, move, party)
    field = None if rank is None else rank.group.at
    return None if field is None else play.value(field)


def _signs(play: Play, move: str) -> tuple[str | None, Refusal | None]:
    """Returns the party as which the actor's signature is awaited before a move; or the refusal
    where the actor belongs to such a party but must not sign."""
    barred = None
    for chain in chains(play, move):
        rank = next((one for one in chain if not one.complete), None)
        for party in rank.waiting if rank is not None else ():
            if rank is None or play.who is None:
                continue
            if play.who in may_act(play, party, move)[0]:
                return party, None
            if play.who not in people_of(play, party):
                continue
            refusal = not_themselves(play, rank, party, play.who)
            barred = refusal or barred
    return None, barred
