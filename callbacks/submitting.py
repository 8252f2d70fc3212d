"""From a click to the Desk and back: one command, and its answer in the viewer's language."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

from command_center import log
from command_center.desk import Forbidden, InvalidCommand, Refused, UnknownCommand
from command_center.store.journal import KeyReused
from command_center.web.callers import Caller
from command_center.web.problem import Problem, RefusedProblem, field_error
from command_center.words import say

if TYPE_CHECKING:
    from command_center.desk import Desk

_log = log.get(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person is told: whether it was done, in a sentence, and what would mend it."""

    ok: bool
    text: str
    mend: str | None = None

    def as_row(self, **more: Any) -> dict[str, Any]:
        """For a dcc.Store."""
        return {**asdict(self), **more}


def submit(
    desk: "Desk",
    kind: str,
    data: Mapping[str, Any],
    caller: Caller | None,
    lang: str,
    key: str | None = None,
) -> Answer:
    """Give a command to the Desk; every outcome becomes a sentence, none an exception.

    `key` makes a repeated click harmless; like at the REST door it is its sender's own.
    """
    if caller is None:
        return Answer(False, say(lang, "command.signed_out"))
    if caller.read_only:
        return told(Problem("read_only", 403), lang)
    own_key = f"{caller.actor.id}:{key}" if key else None
    try:
        outcome = desk.submit(kind, dict(data), caller.actor, key=own_key)
    except Forbidden as no:
        return told(Problem("forbidden", 403, role=no.role.value, what=kind, roles=()), lang)
    except InvalidCommand as wrong:
        return Answer(False, "; ".join(field_error(lang, e)["error"] for e in wrong.errors))
    except UnknownCommand:
        return told(Problem("unknown_command", 422, kind=kind), lang)
    except KeyReused as reused:
        return told(Problem("key_reused", 409, key=reused.key), lang)
    except DBAPIError as error:
        _log.error("the journal could not be written", kind=kind, exc_info=error)
        return told(Problem("unavailable", 503), lang)
    if isinstance(outcome, Refused):
        return told(RefusedProblem(outcome.refusal), lang)
    return Answer(True, say(lang, "command.accepted"))


def told(problem: Problem, lang: str) -> Answer:
    """A problem as the page says it."""
    members = problem.members(lang)
    return Answer(False, members["detail"], members.get("mend"))
