"""Whether an account closes the gate to somebody: to a person, or to a company whose people come in."""

from command_center.domain.state import State

GATE = "gate"


def gate_ban(state: State, *subjects: str | None) -> tuple[str, str] | None:
    """(who, the account that closes the gate) of the first of these subjects; None where the gate is open to all. A
    name that the gate desk types is the same in capital letters and with other spaces; a person of the plant is known
    by their id and by their name in either language."""
    for subject in subjects:
        for known in _named(state, subject) if subject is not None else ():
            account = state.matters.bans(known).get(GATE)
            if account is not None:
                return known, account
    return None


def _named(state: State, typed: str) -> list[str]:
    """The subjects of accounts that are called so."""
    wanted = _plain(typed)
    people = state.in_force.person_by_id
    found = []
    for balances in state.matters.accounts.values():
        for subject in balances:
            person = people.get(subject)
            names = (subject,) if person is None else (subject, person.name.zh, person.name.en)
            if wanted in map(_plain, names):
                found.append(subject)
    return found


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
