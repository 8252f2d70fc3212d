"""The outcomes of a command at the Desk: accepted, refused, or not decided."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from command_center.domain.actor import Role
from command_center.domain.fact import Fact
from command_center.domain.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Accepted:
    """The command was carried out; `facts` are durable. A no-op has none. `set_aside` are the numbers of those that
    cannot be folded here: they are recorded and do not count until an administrator has had them folded."""

    seq: int
    facts: Sequence[Fact]
    set_aside: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """The command was refused; `facts` records the attempt."""

    refusal: Refusal
    facts: Sequence[Fact]


class UnknownCommand(LookupError):
    """No command of this kind is declared."""


class Forbidden(PermissionError):
    """The actor's role is not among the command's roles."""

    def __init__(self, kind: str, role: Role) -> None:
        super().__init__(f"{role} may not {kind}")
        self.kind = kind
        self.role = role


class InvalidCommand(ValueError):
    """The command's fields are invalid; `errors` are pydantic's, one for each field."""

    def __init__(self, kind: str, error: ValidationError) -> None:
        super().__init__(f"{kind}: {error.error_count()} invalid field(s)")
        self.kind = kind
        self.errors = error.errors(include_url=False)


class Contended(RuntimeError):
    """Other processes appended first again and again. Nothing was recorded: the sender may try again."""

    def __init__(self, kind: str, tries: int) -> None:
        super().__init__(f"{kind}: the journal's head moved {tries} times before it")
