"""A person's sign-in stands down their virtual double."""

from sqlalchemy.exc import DBAPIError

from command_center import log
from command_center.desk import Contended, Desk, Refused
from command_center.domain.actor import ActorKind
from command_center.domain.registry import COMMANDS
from command_center.web.request.callers import Caller

_log = log.get(__name__)


def stand_down(desk: Desk, caller: Caller) -> None:
    """Record that the caller is present, if a double may act as them. If the journal cannot be written now, sign-in
    still succeeds: the caller's first command stands the double down too.
    """
    person = caller.actor.person
    may = caller.role in COMMANDS["double.stand_down"].roles
    acts = may and caller.actor.kind is ActorKind.HUMAN and not caller.read_only
    if person is None or not (acts and desk.virtual_act) or not desk.has_double(person):
        return
    try:
        answer = desk.submit("double.stand_down", {}, caller.actor)
    except (DBAPIError, Contended) as error:
        _log.warning("the double was not stood down", person=person, why=str(error))
        return
    if isinstance(answer, Refused):
        _log.warning("the double was not stood down", person=person, code=answer.refusal.code)
