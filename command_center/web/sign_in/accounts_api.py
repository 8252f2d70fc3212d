"""Administration of accounts and tokens: roles, and valid tokens.

They are created at the command line (`command-center user`) and changed here while the center runs: a person who
loses a role at once loses the screens opened with it.
"""

import secrets
from collections.abc import Callable
from typing import Annotated

from flask import Blueprint, Response, request
from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict

from command_center.clock import Clock
from command_center.domain.accounts.token_shape import ACCOUNTS_ALONE, token_fault, token_warnings
from command_center.domain.actor import HUMAN_ROLES, MACHINE_ROLES, ActorKind, Role
from command_center.domain.site.model import Site
from command_center.live.audience import TOPICS
from command_center.store.accounts.account_changes import Signature
from command_center.store.accounts.account_names import LONGEST_NAME, BadName
from command_center.store.accounts.account_rows import Token, User
from command_center.store.accounts.accounts import Accounts, LastAdministrator, NameTaken
from command_center.store.accounts.password_resets import PasswordResets
from command_center.store.accounts.second_factors import SecondFactors, shown
from command_center.web.request import answer_types as answers
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, json_body
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, WRITES, door
from command_center.web.request.revealed import EVERYTHING
from command_center.web.sign_in.ended import (
    Ended,
    OnEnded,
    change_role,
    disable_user,
    withdraw_token,
)
from command_center.web.sign_in.passwords import NO_PASSWORD, Passwords
from command_center.words import spoken

ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
DAY_MS = 86_400_000
SECRET_BYTES = 15
"""Of randomness in the first password of an account."""


def _of_people(role: Role | None) -> Role | None:
    """Refuses a role that is not for people."""
    if role is not None and role not in HUMAN_ROLES:
        raise PydanticCustomError("not_a_persons_role", "not a role of people")
    return role


class AccountChange(Asked):
    """The fields of an account to change. Any change signs the person out everywhere. `reset_factor` removes the
    second factor."""

    role: Role | None = None
    disabled: bool | None = None
    reset_factor: bool | None = None

    for_people = field_validator("role")(_of_people)


class NewAccount(Asked):
    """An account for a new user. `person` is their id on the plant's list of people."""

    username: str = Field(min_length=1, max_length=LONGEST_NAME)
    role: Role
    person: str | None = Field(default=None, max_length=100)

    for_people = field_validator("role")(_of_people)


class TokenAsked(Asked):
    """A token: a `wall` token is view-only, `topics` limit what it sees, a carrier's is valid for `channel` and a
    gateway's for `sources`, or for `every_source` where that is said. It expires after `days`.
    """

    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    role: Role
    person: str | None = Field(default=None, max_length=100)
    wall: bool = False
    topics: list[Annotated[str, Field(max_length=40)]] = Field(default=[], max_length=40)
    channel: str | None = Field(default=None, max_length=40)
    sources: list[Annotated[str, Field(min_length=1, max_length=100)]] = Field(
        default=[], max_length=200
    )
    every_source: bool = False
    days: int | None = Field(default=None, ge=1, le=400)

    @model_validator(mode="after")
    def sound(self) -> "TokenAsked":
        """Refuses a request whose fields contradict each other."""
        fault = token_fault(
            self.role, topics=self.topics, known_topics=TOPICS, channel=self.channel, sources=self.sources,
            every_source=self.every_source,
        )  # fmt: skip
        if fault is not None:
            raise PydanticCustomError(f"token_{fault}", "this token cannot be")
        return self


class NewUser(answers.User):
    """A newly added account, with its first password."""

    password: str


class NewToken(answers.Token):
    """A token that was just made, with its secret, and what is odd about it: a source that the plant does not name."""

    secret: str
    warnings: list[str]


class ResetIssued(TypedDict):
    """A one-time code, by which the person sets a new password until `expires_at`."""

    code: str
    expires_at: int


GET_ACCOUNTS = door(
    "get", "/accounts",
    summary="Accounts and tokens",
    answers="All of them",
    roles=ADMINISTRATOR, reveals=EVERYTHING, answer=answers.Accounts,
)  # fmt: skip

POST_ACCOUNTS = door(
    "post", "/accounts",
    summary="Add an account of a person",
    answers="The account, and its first password, which is told once",
    roles=ADMINISTRATOR, reveals=EVERYTHING, good=(201,), bad=(*WRITES, 409),
    answer=NewUser, body=NewAccount,
)  # fmt: skip

PATCH_ACCOUNTS_NAME = door(
    "patch", "/accounts/<name>",
    summary="Change a role, close or open an account, take its second factor away",
    answers="As it is now; the person was signed out everywhere",
    roles=ADMINISTRATOR, reveals=EVERYTHING, bad=(*WRITES, 404, 409), answer=answers.User,
    body=AccountChange,
)  # fmt: skip

POST_ACCOUNTS_NAME_RESET = door(
    "post", "/accounts/<name>/reset",
    summary="Give out a one-time code by which the person sets a new password",
    answers="The code, which is told once, and until when it opens; the old password opens nothing any more and "
    "the person was signed out everywhere",
    roles=ADMINISTRATOR, reveals=EVERYTHING, good=(201,), bad=(*WRITES, 404, 409),
    answer=ResetIssued,
)  # fmt: skip

POST_TOKENS = door(
    "post", "/tokens",
    summary="Make a token for a machine, a wall or a person",
    answers="The token, and its secret, which is told once",
    roles=ADMINISTRATOR, reveals=EVERYTHING, what="accounts", good=(201,), bad=(*WRITES, 409),
    answer=NewToken, body=TokenAsked,
)  # fmt: skip

DELETE_TOKENS_NAME = door(
    "delete", "/tokens/<name>",
    summary="Withdraw a token for good",
    answers="Withdrawn",
    roles=ADMINISTRATOR, reveals=EVERYTHING, what="accounts", good=(204,), bad=(*READS, 404),
)  # fmt: skip


def accounts_api(
    accounts: Accounts,
    callers: Callers,
    clock: Clock,
    on_ended: OnEnded,
    tell: Callable[[], None],
    factors: SecondFactors,
    resets: PasswordResets,
    has_seal: Callable[[int], bool],
    passwords: Passwords,
    site: Callable[[], Site],
    with_factor: frozenset[Role],
    language: str,
) -> Blueprint:
    """The routes `GET` and `POST /accounts`, `PATCH /accounts/NAME`, `POST /accounts/NAME/reset`, `POST /tokens` and
    `DELETE /tokens/NAME`, for administrators.

    `tell` makes facts of the changes; `site` is the plant of now, and `has_seal` says
    whether an account is sealed for an emergency. No token is made here of a role `with_factor`, which signs in with a
    second factor.
    """
    api = Blueprint("accounts", __name__)
    of_accounts = ACCOUNTS_ALONE | with_factor

    @GET_ACCOUNTS.on(api, callers)
    def listed(_: Caller) -> Response:
        told: answers.Accounts = {
            "users": [_user(user) for user in accounts.users()],
            "tokens": [_token(token) for token in accounts.tokens()],
            "roles": [role.value for role in HUMAN_ROLES],
            "token_roles": [
                role.value for role in Role if role is not Role.DUTY and role not in of_accounts
            ],
        }
        return answer_json(told)

    @POST_ACCOUNTS.on(api, callers)
    def add(caller: Caller) -> Response:
        by = _signature(caller, clock)
        asked = json_body(request, NewAccount)
        if asked.person is not None and asked.person not in site().person_by_id:
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
        told: NewUser = {**_user(user), "password": password}
        return answer_json(told, 201)

    @PATCH_ACCOUNTS_NAME.on(api, callers)
    def change(caller: Caller, name: str) -> Response:
        by = _signature(caller, clock)
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

    @POST_ACCOUNTS_NAME_RESET.on(api, callers)
    def reset(caller: Caller, name: str) -> Response:
        by = _signature(caller, clock)
        user = accounts.find_user(name)
        if user is None:
            raise Problem("not_found", 404, path=request.path)
        if user.username == by.actor.id:
            raise Problem("reset_own", 409)
        if has_seal(user.id):
            raise Problem("reset_sealed", 409)
        issued = resets.issue(user, NO_PASSWORD, by)
        on_ended(Ended(frozenset(issued.ended)))
        tell()
        told: ResetIssued = {"code": shown(issued.code), "expires_at": issued.expires_at}
        return answer_json(told, 201)

    @POST_TOKENS.on(api, callers)
    def make(caller: Caller) -> Response:
        by = _signature(caller, clock)
        asked = json_body(request, TokenAsked)
        if asked.role in of_accounts:
            raise Problem("role_of_accounts", 422, role=asked.role.value)
        if asked.person is not None and asked.person not in site().person_by_id:
            raise Problem("unknown_person", 422, person=asked.person)
        kind = ActorKind.GATEWAY if asked.role in MACHINE_ROLES else ActorKind.HUMAN
        try:
            secret = accounts.add_token(
                asked.name, asked.role, by.at, actor_kind=kind, person=asked.person,
                read_only=asked.wall, topics=asked.topics or None, channel=asked.channel,
                sources=asked.sources or None, by=by,
                expires_at=None if asked.days is None else by.at + asked.days * DAY_MS,
            )  # fmt: skip
        except BadName as bad:
            raise Problem("bad_account_name", 422) from bad
        except NameTaken as taken:
            raise Problem("account_name_taken", 409, name=taken.name) from taken
        tell()
        token = next(one for one in accounts.tokens() if one.name == asked.name)
        told: NewToken = {
            **_token(token), "secret": secret,
            "warnings": [
                spoken(language_of(request.environ, language), one)
                for one in token_warnings(asked.sources, site().source_ids)
            ],
        }  # fmt: skip
        return answer_json(told, 201)

    @DELETE_TOKENS_NAME.on(api, callers)
    def withdraw(caller: Caller, name: str) -> Response:
        by = _signature(caller, clock)
        token = next((one for one in accounts.tokens() if one.name == name), None)
        if token is None:
            raise Problem("not_found", 404, path=request.path)
        withdraw_token(accounts, token.id, on_ended, by)
        tell()
        return Response(status=204)

    return api


def _signature(caller: Caller, clock: Clock) -> Signature:
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
