"""One sender of webhooks over an SQLite journal, for a test or for a process that is killed: FOLDER URL."""

import sys
from pathlib import Path

from command_center.clock import Clock
from command_center.notify.hooks.hooks_file import Hook
from command_center.notify.hooks.sender import Webhooks
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.journal import Journal
from command_center.store.outbox.webhooks import WebhookQueue
from tests.store.facts import SITE

SECRET = "a shared secret of the test"


def hook(url: str, ident: str = "erp", **more: object) -> Hook:
    """A hook that gets everything."""
    from pydantic import SecretStr

    given = {"id": ident, "url": url, "secret": SecretStr(SECRET), "kinds": ["*"], "timeout_s": 1.0}
    return Hook.model_validate(given | more)


def webhooks(folder: Path, hooks: list[Hook], clock: Clock | None = None) -> Webhooks:
    """A sender over the journal in a folder."""
    engine = open_engine(f"sqlite:///{folder / 'journal.db'}")
    migrate(engine)
    clock = clock or Clock()
    journal = Journal(engine, SITE, clock.now)
    return Webhooks(
        hooks,
        lambda fact: fact.data.get("template"),
        journal,
        WebhookQueue(engine, SITE, journal),
        clock,
    )


if __name__ == "__main__":
    one = hook(sys.argv[2])
    sender = webhooks(Path(sys.argv[1]), [one])
    while True:
        sender.send_once(one)
