"""Whether an account closes the gate to somebody: to a person, or to a company whose people come in."""

from collections.abc import Iterator

from command_center.domain.site.model import Site
from command_center.domain.state import State

GATE = "gate"


def gate_ban(state: State, *subjects: str | None) -> tuple[str, str] | None:
    """(who, the account that closes the gate) of the first of these subjects; None where the gate is open to all. A
    name that the gate desk types is the same in capital letters and with other spaces."""
    for subject in subjects:
        for known in _named(state, subject) if subject is not None else ():
            account = state.matters.bans(known).get(GATE)
            if account is not None:
                return known, account
    return None


def visitor_ban(
    state: State, site: Site, name: str | None, company: str | None
) -> tuple[str, str] | None:
    """The same for a visitor whom the gate desk writes down: by the company, by the name as an account has it, and by
    the names of the plant's own list of people. Somebody there who works for another company than the one that is
    typed is a namesake."""
    return gate_ban(state, company, name, *_known(site, name, company))


def _known(site: Site, name: str | None, company: str | None) -> Iterator[str]:
    wanted = _plain(name or "")
    for person in site.people if wanted else ():
        other = person.company is not None and company and _plain(company) != _plain(person.company)
        if not other and wanted in (_plain(person.name.zh), _plain(person.name.en)):
            yield person.id


def _named(state: State, typed: str) -> list[str]:
    """The subjects of accounts that are called so."""
    wanted = _plain(typed)
    return [
        subject
        for balances in state.matters.accounts.values()
        for subject in balances
        if _plain(subject) == wanted
    ]


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
