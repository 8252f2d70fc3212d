"""Whoever walks through the product: a token for each person and role, and an answer that either did it or says what
lacks and how to mend it. Anything else (a 500, an answer without words) fails."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import uuid4

from werkzeug.test import Client, TestResponse

from command_center.domain.actor import ActorKind, Role
from command_center.store.accounts.accounts import Accounts
from tests.drills_tried.whole import Whole
from tests.support.pictures import a_phone_picture


class Lack(NamedTuple):
    """Why something could not be done, and how to mend it, as the product says."""

    code: str
    said: str
    mend: str


class Lacking(Exception):
    """A step of the walk ended where the product says what lacks."""

    def __init__(self, lack: Lack) -> None:
        super().__init__(f"{lack.code}: {lack.said} {lack.mend}")
        self.lack = lack


class Doors:
    """The HTTP doors of one center. `who` is a role, or a person of the plant as a responder."""

    def __init__(self, center: Whole) -> None:
        self.center = center
        self._client = Client(center.server.wsgi)
        self._tokens: dict[tuple[Role, str | None], str] = {}

    def ask(
        self, method: str, path: str, role: Role, person: str | None = None, **options: Any
    ) -> TestResponse:
        """One request. Fails for an answer of 500 and above."""
        headers = {"Authorization": f"Bearer {self._token(role, person)}", "Accept-Language": "en"}
        answer = self._client.open(
            f"/api/v1/{path}",
            method=method,
            base_url="http://localhost",
            headers=headers | options.pop("headers", {}),
            **options,
        )
        assert answer.status_code < 500, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer

    def get(self, path: str, role: Role = Role.COMMANDER, person: str | None = None) -> Any:
        """What a door tells. Fails where it tells nothing."""
        answer = self.ask("GET", path, role, person)
        assert answer.status_code == 200, f"{path}: {answer.text}"
        return answer.get_json()

    def post(self, path: str, body: Any, role: Role, person: str | None = None) -> Any:
        """What a door did. Raises Lacking where the product says why not."""
        return self._done(path, self.ask("POST", path, role, person, json=body))

    def command(
        self,
        role: Role,
        kind: str,
        *,
        by: str | None = None,
        inside: str | None = None,
        **data: Any,
    ) -> list[dict[str, Any]]:
        """A command, `inside` a drill or in reality, and its facts. Raises Lacking."""
        body = {"kind": kind, "data": data} | ({"drill": inside} if inside else {})
        facts: list[dict[str, Any]] = self.post("commands", body, role, by)["facts"]
        return facts

    def rows(self, topic: str, drill: str | None = None) -> dict[str, Any]:
        """The rows of a topic as a controller's screen has them."""
        whole: Mapping[str, Any] = self.get("board", Role.CONTROLLER)["rows"]
        found: dict[str, Any] = whole.get(f"{drill}/{topic}" if drill else topic, {})
        return found

    def photograph(self, person: str) -> dict[str, Any]:
        """A new photograph that a person's phone has taken just now, as a field holds it."""
        now = self.center.now
        about = {"added_at": now, "taken_at": now, "camera": True}
        answer = self.ask(
            "POST",
            f"evidence/{uuid4()}",
            Role.RESPONDER,
            person,
            query_string={"about": json.dumps(about)},
            content_type="image/jpeg",
            data=a_phone_picture(now, self.center.state.site.zone),
        )
        told = self._done("evidence", answer)
        return {"sha256": str(told["sha256"]), "camera": True}

    def _done(self, what: str, answer: TestResponse) -> Any:
        told = answer.get_json()
        if answer.status_code < 300:
            return told
        code, mend = str(told.get("code", "")), str(told.get("mend") or "")
        said = str(told.get("detail") or told.get("title") or "")
        assert answer.status_code != 422, f"{what}: the walk asked for what cannot be: {told}"
        assert code, f"{what}: {answer.status_code} without a code: {told}"
        assert said, f"{what}: {code} without a sentence"
        assert mend, f"{what}: {code} does not say how to mend it: {told}"
        assert f"{code}." not in said + mend, f"{what}: {code} has no words: {told}"
        raise Lacking(Lack(code, said, mend))

    def _token(self, role: Role, person: str | None) -> str:
        if (role, person) not in self._tokens:
            kind = ActorKind.GATEWAY if role is Role.GATEWAY else ActorKind.HUMAN
            accounts = Accounts(self.center.stores.journal)
            self._tokens[role, person] = accounts.add_token(
                f"walk-{len(self._tokens)}-{uuid4().hex[:6]}",
                role,
                self.center.now,
                actor_kind=kind,
                person=person,
            )
        return self._tokens[role, person]
