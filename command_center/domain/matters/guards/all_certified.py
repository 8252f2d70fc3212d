"""Guard `all_certified`: every party and every listed person holds the certificates that the
template requires."""

from collections.abc import Iterator

from command_center.domain.matters.guards.rule import guard
from command_center.domain.matters.parties.parties import people_of
from command_center.domain.matters.permits.certificates import certified, named_certificate
from command_center.domain.matters.playing.clauses import clause
from command_center.domain.matters.playing.play import Play
from command_center.domain.refusal import Refusal
from command_center.domain.template_language.fields import ListField, PersonField
from command_center.domain.template_language.guards import Nothing


@guard("all_certified")
def all_certified(play: Play, form: Nothing) -> Refusal | None:
    """Refuses at the first person whose certificate is missing or out of date."""
    for person, kind, locked in needed(play, form.locked):
        if not certified(play.state, play.site, play.shelf, person, kind, play.now):
            return Refusal(
                "not_certified",
                {
                    "name": play.name_of(person),
                    "certificate": named_certificate(play.shelf, kind),
                    "clause": clause(play, locked),
                },
            )
    return None


def needed(play: Play, of_trade: str | None) -> Iterator[tuple[str, str, str | None]]:
    """Yields (person, certificate, clause) for everybody of whom the template requires one.
    `of_trade` is the clause for the workers' certificates; a party's own lock is the clause for
    its people; without a lock the plant itself requires it."""
    for party, form in play.template.parties.items():
        for kind in form.certified or ():
            for person in people_of(play, party):
                yield person, kind, form.locked
    for name, field in play.template.fields.items():
        value = play.value(name)
        if isinstance(field, PersonField) and isinstance(value, str):
            yield from ((value, kind, of_trade) for kind in field.certified or ())
        elif isinstance(field, ListField):
            for line in play.lines(name):
                for column, cell in field.of.items():
                    if isinstance(cell, PersonField) and line.get(column):
                        yield from (
                            (str(line[column]), kind, of_trade) for kind in cell.certified or ()
                        )
