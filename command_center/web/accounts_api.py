"""The administrator's keys: who has which role, which token still opens a door.

Made at the command line (`command-center user`), changed here while the center runs: whoever
loses a role loses the screens that were open with it, at once.
"""

import secrets
from collections.abc import Callable

from flask import Blueprint, Response, request
from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from command_center.clock import Clock
from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.store.account_changes import Signature
from command_center.store.account_names import LONGEST_NAME, BadName
from command_center.store.account_rows import Token, User
from command_center.store.accounts import Accounts, LastAdministrator, NameTaken
from command_center.store.second_factors import SecondFactors
from command_center.web import answer_types as answers
from command_center.web.answers import answer_json
from command_center.web.body import Asked, json_body
from command_center.web.callers import Caller, Callers
from command_center.web.ended import Ended, OnEnded, change_role, disable_user, withdraw_token
from command_center.web.passwords import Passwords
from command_center.web.problem import Problem

ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
SECRET_BYTES = 15
"""Of randomness in the first password of an account."""


def _of_people(role: Role | None) -> Role | None:
    """A person has a person's role."""
    if role is not None and role not in HUMAN_ROLES:
        raise PydanticCustomError("not_a_persons_role", "not a role of people")
    return role


class AccountChange(Asked):
    """What is given is changed; all sign the person out everywhere. `reset_factor` takes the second factor away."""

    role: Role | None = None
    disabled: bool | None = None
    reset_factor: bool | None = None

    for_people = field_validator("role")(_of_people)


class NewAccount(Asked):
    """An account of somebody who is to sign in. `person` is who that is on the plant's list of people."""

    username: str = Field(min_length=1, max_length=LONGEST_NAME)
    role: Role
    person: str | None = Field(default=None, max_length=100)

    for_people = field_validator("role")(_of_people)


def accounts_api(
    accounts: Accounts,
    callers: Callers,
    clock: Clock,
    on_ended: OnEnded,
    tell: Callable[[], None],
    factors: SecondFactors,
    passwords: Passwords,
    is_person: Callable[[str], bool],
) -> Blueprint:
    """`GET /accounts`, `POST /accounts`, `PATCH /accounts/NAME`, `DELETE /tokens/NAME`, for administrators.

    `tell` makes facts of the changes; `is_person` says whether the plant knows somebody by that id.
    """
    api = Blueprint("accounts", __name__)

    @api.get("/accounts")
    def listed() -> Response:
        _administrator(callers)
        told: answers.Accounts = {
            "users": [_user(user) for user in accounts.users()],
            "tokens": [_token(token) for token in accounts.tokens()],
            "roles": [role.value for role in HUMAN_ROLES],
        }
        return answer_json(told)

    @api.post("/accounts")
    def add() -> Response:
        by = _signature(callers, clock)
        asked = json_body(request, NewAccount)
        if asked.person is not None and not is_person(asked.person):
            raise Problem("unknown_person", 422, person=asked.person)
        password = secrets.token_urlsafe(SECRET_BYTES)
        stored = passwords.hash(password)
        try:
            user = accounts.add_user(
                asked.username, stored, asked.role, by.at, person=asked.person, by=by
            )
        except BadName as bad:
            raise Problem("bad_account_name", 422) from bad
        except NameTaken as taken:
            raise Problem("account_name_taken", 409, name=taken.name) from taken
        tell()
        told: answers.NewUser = {**_user(user), "password": password}
        return answer_json(told, 201)

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
        "revoked": token.revoked,
        "created_at": token.created_at,
    }
