"""Records who enters a space and who comes out. The guardian keeps the list."""

from command_center.domain.actor import Role
from command_center.domain.fact import Draft
from command_center.domain.matters.commands import HANDS, EnterMatter, LeaveMatter
from command_center.domain.matters.facts import After, Entered, Left
from command_center.domain.matters.guards.no_danger import no_danger
from command_center.domain.matters.guards.not_banned import PERMIT, with_company
from command_center.domain.matters.guards.validity import validity
from command_center.domain.matters.parties.parties import concerned, keepers, people_in
from command_center.domain.matters.permits.certificates import certified, named_certificate
from command_center.domain.matters.playing.play import Play, cause_of, found, from_device
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, Scene, decides
from command_center.domain.state import State
from command_center.domain.template_language.fields import ListField, PersonField
from command_center.domain.template_language.guards import Nothing
from command_center.domain.text import kept


@decides("matter.enter", EnterMatter, HANDS, scene=Scene.REALITY)
def enter(state: State, command: EnterMatter, ctx: Context) -> Decision:
    """Records an entry by a listed person, while the permit is open and valid and nothing in its
    zone forbids it."""
    play = found(state, command, ctx)
    if isinstance(play, Refusal):
        return play
    refusal = _keeps(play) or _listed(play, command.person)
    if refusal is not None:
        return refusal
    if not play.matter.live:
        return Refusal("permit_not_open", {"number": play.matter.number})
    if command.person in play.matter.inside:
        return Refusal("inside_already", {"name": play.name_of(command.person)})
    elsewhere = state.matters.open.get(state.matters.inside.get(command.person, ""))
    if elsewhere is not None:
        return Refusal(
            "inside_elsewhere", {"name": play.name_of(command.person), "number": elsewhere.number}
        )
    refusal = (
        validity(play, Nothing())
        or no_danger(play, Nothing())
        or _certified(play, command.person)
        or _barred(play, command.person)
    )
    if refusal is not None:
        return refusal
    after = After(state=play.matter.state, readers=list(play.matter.readers))
    data = Entered(matter=play.matter.id, person=command.person, tools=command.tools, after=after)
    offline = from_device(play, command, {})
    if offline is not None:
        return Refusal("not_offline", {"move": "enter"})
    return [Draft("matter.entered", data, caused_by=cause_of(play, command))]


@decides("matter.leave", LeaveMatter, HANDS, scene=Scene.REALITY)
def leave(state: State, command: LeaveMatter, ctx: Context) -> Decision:
    """Records an exit, in whatever state the matter is. Whoever keeps the list or comes out records
    it; where nobody did, a commander states it, with how it is known."""
    play = found(state, command, ctx)
    if isinstance(play, Refusal):
        return play
    keeps = _keeps(play) is None or play.who == command.person
    if not keeps and ctx.actor.role is not Role.COMMANDER:
        return Refusal("exit_not_recorded", {"number": play.matter.number}, status=403)
    if command.person not in play.matter.inside:
        return Refusal("not_inside", {"name": play.name_of(command.person)})
    if not keeps and command.reason is None:
        return Refusal("exit_reason", {"name": play.name_of(command.person)})
    after = After(state=play.matter.state, readers=list(play.matter.readers))
    # Who states it with a reason counts no tools: those that went in with the person are taken to be out with them.
    unsaid = 0 if command.reason is None else round(play.matter.tools.get(command.person, 0))
    tools = unsaid if command.tools is None else command.tools
    data = Left(matter=play.matter.id, person=command.person, tools=tools, after=after)
    offline = from_device(play, command, {})
    if offline is not None:
        data["offline"] = offline
    if not keeps and command.reason is not None:
        data["reason"] = kept(command.reason)
    return [Draft("matter.left", data, caused_by=cause_of(play, command))]


def _keeps(play: Play) -> Refusal | None:
    people = concerned(play)
    if any(play.who is not None and play.who in people[name] for name in keepers(play)):
        return None
    return Refusal("not_a_party", {"number": play.matter.number}, status=403)


def _listed(play: Play, person: str) -> Refusal | None:
    inside = play.template.inside
    if inside is None:
        return Refusal("nobody_goes_in", {"number": play.matter.number})
    if person not in people_in(play, inside.list):
        return Refusal("not_listed", {"name": play.name_of(person)})
    return None


def _barred(play: Play, person: str) -> Refusal | None:
    """Refuses a person whom, or whose company, an account bans from permits."""
    for subject in with_company(play, [person]):
        account = play.state.matters.bans(subject).get(PERMIT)
        if account is not None:
            return Refusal("banned", {"name": play.name_of(subject), "account": account})
    return None


def _certified(play: Play, person: str) -> Refusal | None:
    inside = play.template.inside
    field = play.template.fields.get(inside.list) if inside is not None else None
    columns = field.of.values() if isinstance(field, ListField) else ()
    for column in columns:
        for kind in (column.certified or ()) if isinstance(column, PersonField) else ():
            if not certified(play.state, play.site, play.shelf, person, kind, play.now):
                return Refusal(
                    "not_certified",
                    {
                        "name": play.name_of(person),
                        "certificate": named_certificate(play.shelf, kind),
                        "clause": "",
                    },
                )
    return None
