"""Whether an account closes the gate to somebody: to a person, or to a company whose people come in."""

from command_center.domain.state import State

GATE = "gate"


def gate_ban(state: State, *subjects: str | None) -> tuple[str, str] | None:
    """(who, the account that closes the gate) of the first of these subjects; None where the gate is open to all."""
    for subject in subjects:
        account = state.matters.bans(subject).get(GATE) if subject is not None else None
        if subject is not None and account is not None:
            return subject, account
    return None
