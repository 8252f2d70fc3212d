"""Guard `present`: a party is there, is on the plant, and guards no other permit."""

from command_center.domain.matters.guards.rule import guard
from command_center.domain.matters.parties.parties import people_of
from command_center.domain.matters.permits.presence import on_plant
from command_center.domain.matters.playing.clauses import clause
from command_center.domain.matters.playing.play import Play, titled
from command_center.domain.refusal import Refusal
from command_center.domain.state.matters import Matter
from command_center.domain.template_language.guards import Present


@guard("present")
def present(play: Play, form: Present) -> Refusal | None:
    """Refuses unless the party's person gives the command, is on the plant, and (`busy: false`)
    guards no other live permit."""
    people = people_of(play, form.party)
    if not people:
        return Refusal("party_unnamed", {"party": titled(play.template, form.party)})
    person = next((one for one in people if one == play.who), None)
    if person is None or not on_plant(play, person):
        return Refusal(
            "party_absent",
            {
                "party": titled(play.template, form.party),
                "name": play.name_of(people[0]),
                "clause": clause(play, form.locked),
            },
        )
    if not play.template.parties[form.party].busy:
        other = elsewhere(play, form.party, person)
        if other is not None:
            return Refusal("party_busy", {"name": play.name_of(person), "number": other.number})
    return None


def elsewhere(play: Play, party: str, person: str) -> Matter | None:
    """Returns another live matter in which the person is this party; None if there is none."""
    return next(
        (
            other
            for other in play.state.matters.live
            if other.id != play.matter.id and person in other.parties.get(party, ())
        ),
        None,
    )
