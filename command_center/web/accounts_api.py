"""The administrator's keys: who has which role, which token still opens a door.

Made at the command line (`command-center user`), changed here while the center runs: whoever
loses a role loses the screens that were open with it, at once.
"""

from collections.abc import Callable

from flask import Blueprint, Response, request
from pydantic import field_validator
from pydantic_core import PydanticCustomError

from command_center.clock import Clock
from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.store.account_changes import Signature
from command_center.store.account_rows import Token, User
from command_center.store.accounts import Accounts, LastAdministrator
from command_center.store.second_factors import SecondFactors
from command_center.web import answer_types as answers
from command_center.web.answers import answer_json
from command_center.web.body import Asked, json_body
from command_center.web.callers import Caller, Callers
from command_center.web.ended import Ended, OnEnded, change_role, disable_user, withdraw_token
from command_center.web.problem import Problem

ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})


class AccountChange(Asked):
    """What is given is changed; all sign the person out everywhere. `reset_factor` takes the second factor away."""

    role: Role | None = None
    disabled: bool | None = None
    reset_factor: bool | None = None

    @field_validator("role")
    @classmethod
    def for_people(cls, role: Role | None) -> Role | None:
        """A person has a person's role."""
        if role is not None and role not in HUMAN_ROLES:
            raise PydanticCustomError("not_a_persons_role", "not a role of people")
        return role


def accounts_api(
    accounts: Accounts,
    callers: Callers,
    clock: Clock,
    on_ended: OnEnded,
    tell: Callable[[], None],
    factors: SecondFactors,
) -> Blueprint:
    """`GET /accounts`, `PATCH /accounts/NAME`, `DELETE /tokens/NAME`, for administrators.

    `tell` makes facts of the changes.
    """
    api = Blueprint("accounts", __name__)

    @api.get("/accounts")
    def listed() -> Response:
        _administrator(callers)
        told: answers.Accounts = {
            "users": [_user(user) for user in accounts.users()],
            "tokens": [_token(token) for token in accounts.tokens()],
        }
        return answer_json(told)

    @api.patch("/accounts/<name>")
    def change(name: str) -> Response:
        by = _signature(callers, clock)
        asked = json_body(request, AccountChange)
        user = accounts.find_user(name)
        if user is None:
            raise Problem("not_found", 404, path=request.path)
        try:
            if asked.role is not None and asked.role != user.role:
                change_role(accounts, user.id, asked.role, on_ended, by)
            if asked.disabled is True:
                disable_user(accounts, user.id, on_ended, by)
        except LastAdministrator as last:
            raise Problem("last_administrator", 409, name=last.name) from last
        if asked.disabled is False:
            accounts.disable(user.id, False, by=by)
        if asked.reset_factor is True and factors.reset(user.id, by):
            on_ended(Ended(frozenset(accounts.end_sessions(user.id))))
        tell()
        return answer_json(_user(accounts.find_user(name) or user))

    @api.delete("/tokens/<name>")
    def withdraw(name: str) -> Response:
        by = _signature(callers, clock)
        token = next((one for one in accounts.tokens() if one.name == name), None)
        if token is None:
            raise Problem("not_found", 404, path=request.path)
        withdraw_token(accounts, token.id, on_ended, by)
        tell()
        return Response(status=204)

    return api


def _administrator(callers: Callers) -> Caller:
    caller = callers.of(request)
    caller.must_be(ADMINISTRATOR, "accounts")
    return caller


def _signature(callers: Callers, clock: Clock) -> Signature:
    caller = _administrator(callers)
    caller.must_write()
    return Signature(caller.actor, clock.now())


def _user(user: User) -> answers.User:
    return {
        "username": user.username,
        "role": user.role.value,
        "person": user.person,
        "disabled": user.disabled,
        "created_at": user.created_at,
    }


def _token(token: Token) -> answers.Token:
    return {
        "name": token.name,
        "role": token.role.value,
        "person": token.person,
        "read_only": token.read_only,
        "topics": None if token.topics is None else sorted(token.topics),
        "sources": None if token.sources is None else sorted(token.sources),
        "revoked": token.revoked,
        "created_at": token.created_at,
    }
