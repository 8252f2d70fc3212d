"""An auditor's account: it looks and exports, writes nowhere, and is refused by itself when its days are over."""

from pathlib import Path

import requests

from command_center.domain.actor import Role
from command_center.store.accounts import Accounts
from command_center.store.databases import databases
from tests.support.running_center import RunningCenter, running

DAY_MS = 86_400_000


def auditor(center: RunningCenter, expires_at: int) -> str:
    with databases(center.settings()) as stores:
        return Accounts(stores.journal).add_token(
            f"auditor-{expires_at}",
            Role.EVALUATOR,
            center.clock.now(),
            read_only=True,
            expires_at=expires_at,
        )


def asks(
    center: RunningCenter, secret: str, method: str, path: str, **body: object
) -> requests.Response:
    headers = {"Authorization": f"Bearer {secret}"}
    return requests.request(
        method, f"{center.url}/api/v1/{path}", headers=headers, json=body or None, timeout=20
    )


def test_it_looks_writes_nowhere_and_ends_by_itself(tmp_path: Path) -> None:
    with running(tmp_path) as center:
        now = center.clock.now()
        good, over = auditor(center, now + 30 * DAY_MS), auditor(center, now - 1)
        center.start()
        assert asks(center, good, "GET", "matters").status_code == 200
        assert asks(center, good, "GET", "templates").status_code == 200
        exported = asks(center, good, "GET", "exchange/double-prevention")
        assert exported.json()["specification"]["conformity"] == "not to specification"
        order = {
            "kind": "matter.open",
            "data": {"matter": "a" * 32, "template": "hazard", "fields": {}},
        }
        for path, body in (("commands", order), ("visitors", {"visitors": []})):
            assert asks(center, good, "POST", path, **body).status_code == 403
        traded = requests.post(f"{center.url}/api/v1/session", json={"token": good}, timeout=20)
        assert traded.ok
        for path in ("matters", "board", "templates"):
            assert asks(center, over, "GET", path).status_code == 401
        refused = requests.post(f"{center.url}/api/v1/session", json={"token": over}, timeout=20)
        assert refused.status_code == 401
