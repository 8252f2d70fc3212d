"""`command-center sender`: a process of its own with a database and a channels file, and nothing else."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from command_center.store.database.engine import open_engine
from command_center.store.outbox.planning import Planned, Plans
from command_center.store.outbox.reading import OutboxReader
from command_center.store.people.address_book import AddressBook
from command_center.store.reference import keep_site
from tests.cli.command_line import as_process, environment
from tests.notify.providers.mail_service import mail_service
from tests.support.running_center import REPOSITORY
from tests.support.waiting import PATIENCE_S, eventually

SITE = "small"
FILE = """channels:
  - {{id: mail, type: smtp, kind: email, url: "smtp+starttls://localhost:{port}", sender: board@plant.example,
     user: board, password: {{env: CC_TEST_MAIL_PASSWORD}}, ca: {ca}}}
"""


def test_it_sends_what_was_planned_and_ends_when_it_is_told_to(
    migrated_postgres: str, tmp_path: Path
) -> None:
    engine = open_engine(migrated_postgres)
    keep_site(engine, SITE, "{}", 5)
    version = AddressBook(engine, SITE).keep("eva", "email", "shift.leader@plant.example", 5)
    Plans(engine, SITE).add(
        [
            Planned(
                id="DIR-1/sent/email", channel="mail", kind="email", person="eva", subject="DIR-1",
                step="sent", address_version=version, urgency="urgent", expires_in_ms=600_000,
                language="en", title="Urgent directive DIR-1", text="Close the storm valve.",
            )
        ]
    )  # fmt: skip
    with mail_service() as mail:
        file = tmp_path / "channels.yaml"
        file.write_text(FILE.format(port=mail.port, ca=mail.folder / "cert.pem"))
        sender = subprocess.Popen(
            [sys.executable, "-m", "command_center.boot.sender"],
            env=environment(
                tmp_path, CC_DATABASE_URL=migrated_postgres, CC_CHANNELS=file,
                CC_TEST_MAIL_PASSWORD=mail.secrets[0],
            ),
            cwd=REPOSITORY,
        )  # fmt: skip
        try:
            eventually(lambda: not OutboxReader(engine, SITE).waiting(1))
        finally:
            os.kill(sender.pid, signal.SIGTERM)
            assert sender.wait(PATIENCE_S) == 0
        [sent] = mail.messages()
    [row] = OutboxReader(engine, SITE).recent()
    assert row.state == "sent"
    assert "Close the storm valve." in str(sent)
    engine.dispose()


def test_without_a_database_to_share_or_channels_it_says_what_to_set(
    migrated_postgres: str, tmp_path: Path
) -> None:
    bare = as_process(tmp_path, "sender")
    assert bare.returncode == 1
    assert "CC_DATABASE_URL" in bare.stderr
    no_channels = as_process(tmp_path, "sender", CC_DATABASE_URL=migrated_postgres)
    assert no_channels.returncode == 1
    assert "CC_CHANNELS" in no_channels.stderr
