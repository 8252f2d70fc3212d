"""Signs for a move: in one's own session, or on another person's screen with a PIN or badge."""

from dataclasses import replace

from command_center.domain.actor import Role, Via
from command_center.domain.fact import Draft
from command_center.domain.matters.commands import HANDS, SignMatter, SignOnTheSpot
from command_center.domain.matters.consequences import arrival
from command_center.domain.matters.facts import Signed
from command_center.domain.matters.parties.addressees import may_act
from command_center.domain.matters.parties.paging import with_pages
from command_center.domain.matters.parties.parties import forbidden, people_of
from command_center.domain.matters.parties.signatures import Rank, content_of, turn_of
from command_center.domain.matters.playing.clauses import clause
from command_center.domain.matters.playing.play import Play, found, moved_on, titled
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, Scene, decides
from command_center.domain.state import State
from command_center.domain.state.matters import Signature
from command_center.domain.text import Text


@decides("matter.sign", SignMatter, HANDS, scene=Scene.REALITY)
def sign(state: State, command: SignMatter, ctx: Context) -> Decision:
    """Signs for a move as a party whose turn it is. Nobody signs for another, and nobody approves
    what they opened."""
    if ctx.actor.person is None or command.speaker not in (None, ctx.actor.person):
        return Refusal("no_person", status=403)
    return _signed(state, command, ctx, ctx.actor.person, "session")


@decides("matter.sign_on_the_spot", SignOnTheSpot, [Role.DUTY], scene=Scene.REALITY, by_door=HANDS)
def sign_on_the_spot(state: State, command: SignOnTheSpot, ctx: Context) -> Decision:
    """Signs on another person's screen. Always refused from outside: the API has checked the proof
    (`POST /api/v1/matters/ID/signatures`)."""
    return _signed(state, command, ctx, command.person, command.proof)


def _signed(state: State, command: SignMatter, ctx: Context, person: str, proof: str) -> Decision:
    play = found(state, command, ctx)
    if isinstance(play, Refusal):
        return play
    if command.device is not None:
        return Refusal("not_offline", {"move": titled(play.template, command.move)})
    refusal = moved_on(play, command) or _barred(play, command, person, proof)
    if refusal is not None:
        return refusal
    content = content_of(play)
    made = Signature(
        move=command.move,
        party=command.party,
        person=person,
        at=play.now,
        seq=0,
        proof=proof,
        content=content,
    )
    now = replace(play, matter=replace(play.matter, signatures=(*play.matter.signatures, made)))
    after = arrival(now)
    after.pop("seen", None)
    after.pop("unsigned", None)
    with_pages(now, after)
    data = Signed(
        matter=play.matter.id, move=command.move, party=command.party, person=person, proof=proof,
        place=command.place, content=content, after=after,
    )  # fmt: skip
    on_the_spot = proof != "session"
    return [
        Draft(
            "matter.signed", data, caused_by=play.matter.last_seq,
            via=Via.SPOT if on_the_spot else None, speaker=person if on_the_spot else None,
        )
    ]  # fmt: skip


def _barred(play: Play, command: SignMatter, person: str, proof: str) -> Refusal | None:
    move = play.template.moves.get(command.move)
    if move is None or play.matter.state not in move.from_:
        return Refusal("nothing_to_sign", {"number": play.matter.number})
    rank = turn_of(play, command.move, command.party)
    if rank is None:
        return Refusal("not_your_turn_to_sign", {"party": titled(play.template, command.party)})
    people, _ = may_act(play, command.party, command.move)
    if person not in people:
        refusal = not_themselves(play, rank, command.party, person)
        if person in people_of(play, command.party) and refusal is not None:
            return refusal
    already = {
        one["party"]
        for one in play.matter.signatures
        if one["person"] == person and one["move"] == command.move
    }
    if rank.approves and already:
        return Refusal(
            "signed_as_another", {"party": titled(play.template, sorted(already)[0])}, status=403
        )
    if person not in people:
        return Refusal(
            "not_that_party", {"party": titled(play.template, command.party)}, status=403
        )
    at = play.value(rank.group.at) if rank.group.at is not None else None
    if rank.group.at is not None and at is None:
        field = titled(play.template, rank.group.at)
        return Refusal("move_without_place", {"field": field})
    if rank.group.at is not None and command.place != at:
        said = {"place": _place(play, at), "clause": clause(play, rank.group.locked)}
        return Refusal("sign_at_place", said)
    signatures = play.template.signatures
    allowed = (
        signatures.proof
        if signatures is not None and signatures.before == command.move
        else ["session"]
    )
    if {"password": "pin"}.get(proof, proof) not in allowed:
        return Refusal("proof_not_allowed")
    return None


def not_themselves(play: Play, rank: Rank, party: str, person: str) -> Refusal | None:
    """Refuses a person of a party who must not sign as it: they opened what they would approve, or
    the party must never be that person."""
    own = rank.approves and person == play.matter.opener
    if not own and person not in forbidden(play, party):
        return None
    form = play.template.parties.get(party)
    said = {
        "party": titled(play.template, party),
        "clause": clause(play, form.locked if form else None),
    }
    return Refusal("own_approval", said, status=403)


def _place(play: Play, place: object) -> Text | str:
    known = play.site.places.get(str(place))
    return str(place) if known is None else known[0]
