"""Guard `not_banned`: no worker on the permit and none of their companies is banned."""

from collections.abc import Iterable, Iterator

from command_center.domain.matters.contractors.bans import known_company_name
from command_center.domain.matters.guards.rule import guard
from command_center.domain.matters.parties.parties import people_in, people_of
from command_center.domain.matters.playing.play import Play
from command_center.domain.refusal import Refusal
from command_center.domain.template_language.fields import CompanyField, ListField
from command_center.domain.template_language.guards import Nothing

PERMIT = "permit"


@guard("not_banned")
def not_banned(play: Play, form: Nothing) -> Refusal | None:
    """Refuses at the first person or company whom an account bans from permits."""
    for subject in subjects(play):
        account = play.state.matters.bans(subject).get(PERMIT)
        if account is not None:
            return Refusal("banned", {"name": play.name_of(subject), "account": account})
    return None


def with_company(play: Play, people: Iterable[str]) -> Iterator[str]:
    """Yields the people, each followed by the name of their company, if they have one."""
    for person in people:
        yield person
        known = play.site.person_by_id.get(person)
        if known is not None and known.company is not None:
            yield known_company_name(play.state, play.site, known.company)


def companies(play: Play) -> Iterator[str]:
    """Yields the companies that the matter names, in its fields and lists."""
    for name, field in play.template.fields.items():
        value = play.value(name)
        if isinstance(field, CompanyField) and isinstance(value, str):
            yield known_company_name(play.state, play.site, value)
        elif isinstance(field, ListField):
            columns = [c for c, cell in field.of.items() if isinstance(cell, CompanyField)]
            named = (str(line[c]) for line in play.lines(name) for c in columns if line.get(c))
            yield from (known_company_name(play.state, play.site, one) for one in named)


def subjects(play: Play) -> Iterator[str]:
    """Yields all people and companies of the matter: its parties, the people of its lists, and the
    companies that it names."""
    for party in play.template.parties:
        yield from with_company(play, people_of(play, party))
    for name in play.template.fields:
        yield from with_company(play, people_in(play, name))
    yield from companies(play)
