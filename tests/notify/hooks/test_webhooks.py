"""Webhooks against a receiver on this machine: signed, at least once whoever is killed, dead letters kept, nobody waits
for one that hangs."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from command_center.boot.turned_clock import TurnedClock
from command_center.notify.hooks.hooks_file import WebhooksFileError, read_hooks
from command_center.notify.hooks.sender import RETRIES_S, body_of, signature
from command_center.store.outbox.webhooks import Due
from examples.webhook_receiver import is_signed, server
from tests.notify.hooks.sending import SECRET, hook, webhooks
from tests.store.facts import a_fact
from tests.support.running_center import REPOSITORY
from tests.support.waiting import eventually

FACTS = 12


class Sink:
    """A receiver: what came, in order. It answers with `status`, or not at all while `hangs`."""

    def __init__(self) -> None:
        self.came: list[tuple[str, bytes, dict[str, str]]] = []
        self.status = 204
        self.hangs = threading.Event()
        self.free = threading.Event()
        outer = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.came.append((self.headers["X-CC-Delivery"], body, dict(self.headers)))
                if outer.hangs.is_set():
                    outer.free.wait(30)
                self.send_response(outer.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def sink() -> Iterator[Sink]:
    with _sink() as made:
        yield made


@contextmanager
def _sink() -> Iterator[Sink]:
    made = Sink()
    try:
        yield made
    finally:
        made.free.set()
        made.server.shutdown()
        made.server.server_close()


def test_what_comes_is_signed_with_its_time_and_the_secret_is_nowhere(
    tmp_path: Path, sink: Sink
) -> None:
    one = hook(sink.url)
    sender = webhooks(tmp_path, [one])
    assert not sender.send_once(one)  # begins at the journal's end
    sender._journal.append([a_fact(note="x")], expected=0)
    assert sender.send_once(one)
    ((delivery, body, headers),) = sink.came
    assert delivery == "demo-1"
    assert b'"seq":1' in body
    assert is_signed(SECRET, headers, body, time.time())
    assert not is_signed(SECRET, headers, body + b" ", time.time())
    assert not is_signed("another", headers, body, time.time())
    assert not is_signed(SECRET, headers, body, time.time() + 400)
    assert signature(SECRET, 1_700_000_000, b"{}") == (
        "v1=" + signature(SECRET, 1_700_000_000, b"{}").removeprefix("v1=")
    )
    assert SECRET.encode() not in body
    assert SECRET not in repr(one)
    assert sender.queue.standing("erp").sent == 1


def test_a_killed_sender_loses_nothing_and_the_receiver_takes_each_once(
    tmp_path: Path, sink: Sink
) -> None:
    """The receiver has it and does not answer; the sender is killed with -9; the next one sends it again."""
    one = hook(sink.url, timeout_s=30)
    sender = webhooks(tmp_path, [one])
    sender.send_once(one)
    for n in range(FACTS):
        sender._journal.append([a_fact(note=str(n))], expected=n)
    for cut in range(3):
        sink.hangs.set()
        sink.free.clear()
        before = len(sink.came)
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.notify.hooks.sending", str(tmp_path), sink.url],
            cwd=REPOSITORY,
        )
        eventually(lambda before=before: len(sink.came) > before)  # type: ignore[misc]  # a default of a lambda
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        sink.hangs.clear()
        sink.free.set()
        assert sender.queue.standing("erp").sent <= cut * 4
    while sender.send_once(one):
        pass
    assert {delivery for delivery, _, _ in sink.came} == {f"demo-{n + 1}" for n in range(FACTS)}
    assert sender.queue.standing("erp").sent == FACTS
    assert len(sink.came) > FACTS  # some twice, under the same name


def test_one_that_hangs_is_tried_again_and_holds_nobody_up(tmp_path: Path, sink: Sink) -> None:
    with _sink() as other:
        slow, quick = hook(sink.url, "slow"), hook(other.url, "quick")
        sender = webhooks(tmp_path, [slow, quick])
        for one in (slow, quick):
            sender.send_once(one)
        sender._journal.append([a_fact(note="x")], expected=0)
        sink.hangs.set()
        running = threading.Thread(target=sender.run, daemon=True)
        running.start()
        eventually(lambda: len(other.came) == 1)
        eventually(lambda: sender.queue.standing("slow").error is not None)
        assert sender.queue.standing("slow").waiting == 1
        sender.stop()
        running.join(5)


def test_what_nobody_takes_becomes_a_dead_letter_and_is_sent_anew_when_asked(
    tmp_path: Path, sink: Sink
) -> None:
    one, clock = hook(sink.url), TurnedClock(1_700_000_000_000)
    sender = webhooks(tmp_path, [one], clock)
    sender.send_once(one)
    sender._journal.append([a_fact(note="x")], expected=0)
    sink.status = 500
    for wait in RETRIES_S:
        assert sender.send_once(one)
        assert sender.queue.standing("erp").state == "trying"
        assert not sender.send_once(one)  # not before its time
        clock.turn(wait * 1000)
    assert sender.send_once(one)
    assert len(sink.came) == len(RETRIES_S) + 1
    (letter,) = sender.queue.dead("erp")
    assert (letter.seq, letter.attempts) == (1, len(RETRIES_S) + 1)
    assert "500" in (letter.error or "")
    assert sender.queue.standing("erp").state == "dead"
    assert not sender.send_once(one)
    sink.status = 200
    assert sender.queue.again("erp", 1, clock.now())
    assert sender.send_once(one)
    assert sender.queue.standing("erp").dead == 0
    assert sender.queue.standing("erp").state == "good"


def test_who_is_gone_is_asked_no_more(tmp_path: Path, sink: Sink) -> None:
    one = hook(sink.url)
    sender = webhooks(tmp_path, [one])
    sender.send_once(one)
    sender._journal.append([a_fact()], expected=0)
    sink.status = 410
    sender.send_once(one)
    assert sender.queue.standing("erp").dead == 1


def test_it_gets_the_kinds_and_templates_it_asked_for_and_no_drill(
    tmp_path: Path, sink: Sink
) -> None:
    one = hook(sink.url, kinds=["matter.*"], templates=["hazard"])
    sender = webhooks(tmp_path, [one])
    sender.send_once(one)
    facts = [
        a_fact(kind="matter.opened", data={"template": "hazard"}),
        a_fact(kind="matter.opened", data={"template": "duty"}),
        a_fact(kind="alarm.raised"),
        a_fact(kind="matter.opened", data={"template": "hazard"}, drill="DRL-1"),
    ]
    sender._journal.append(facts, expected=0)
    while sender.send_once(one):
        pass
    assert [delivery for delivery, _, _ in sink.came] == ["demo-1"]


def test_the_example_takes_a_delivery_once(tmp_path: Path) -> None:
    took: list[int] = []
    receiver = server(0, SECRET, lambda told: took.append(told["seq"]))
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    one = hook(f"http://127.0.0.1:{receiver.server_address[1]}")
    sender = webhooks(tmp_path, [one])
    sender.send_once(one)
    sender._journal.append([a_fact(), a_fact()], expected=0)
    while sender.send_once(one):
        pass
    (fact,) = sender._journal.read(0, 1)
    sender._send(one, Due(1, 1), fact, body_of(fact, None))
    assert took == [1, 2]
    receiver.shutdown()
    receiver.server_close()


def test_the_file_names_its_secrets_and_each_mistake_has_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ERP_SECRET", SECRET)
    entry = "{id: erp, url: 'https://erp.plant.example', path: /cc, secret: {env: ERP_SECRET}, kinds: ['matter.*']}"
    good = f"webhooks:\n  - {entry}\n"
    file = tmp_path / "webhooks.yaml"
    file.write_text(good, "utf-8")
    (one,) = read_hooks(file)
    assert one.secret.get_secret_value() == SECRET
    for wrong in (
        good.replace("{env: ERP_SECRET}", "plain"),
        good.replace("https://erp", "http://erp"),
        good.replace("ERP_SECRET", "NOT_SET"),
        good.replace("kinds", "kind"),
        good + good.split("\n", 1)[1],
    ):
        file.write_text(wrong, "utf-8")
        with pytest.raises(WebhooksFileError):
            read_hooks(file)
