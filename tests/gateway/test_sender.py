"""The two lanes over real HTTP: what is retried, what becomes a dead letter, what waits, TLS."""

import asyncio
import json
import random
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from command_center.clock import Clock
from command_center.domain.reading import Quality, Reading
from command_center.gateway.buffer.buffer import Buffer
from command_center.gateway.buffer.store import Store
from command_center.gateway.posting.dead_letters import SET_ASIDE, DeadLetters
from command_center.gateway.posting.post import BoardPost, Outcome, answer_of
from command_center.gateway.posting.sender import Sender
from tests.support.opcua_certificate import Identity, identity
from tests.support.own_loop import in_own_loop

Answering = Callable[[dict[str, Any]], tuple[int, Any]]
"""The status and the JSON of the answer to a body. The board's own answer need not say how many it accepted."""


@contextmanager
def http_board(
    answering: Answering, own: Identity | None = None
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """An HTTP server (with TLS, where it has a certificate of its own) and the bodies that were posted to it."""
    bodies: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.headers["Authorization"] == "Bearer secret"
            bodies.append(body)
            status, told = answering(body)
            if status == 202 and "accepted" in told:
                told["accepted"] = len(body["readings"]) - len(told["rejected"])
            data = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if own is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(own.certificate, own.key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http{'s' if own else ''}://127.0.0.1:{server.server_port}", bodies
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Quick(random.Random):
    """No waiting between tries."""

    def random(self) -> float:
        return 0.0


def sent(
    folder: Path, answering: Answering, values: list[float], until: Callable[[Sender, Buffer], bool]
) -> tuple[list[dict[str, Any]], Sender]:
    """Keep values one by one and run both lanes until it is so."""
    made: list[Sender] = []

    async def story(url: str) -> None:
        buffer = Buffer(lambda: Store(folder, 10**9, 10**9, ()), Clock())
        await buffer.start()
        sender = Sender(
            "gw", buffer, BoardPost(url, "secret"), DeadLetters(folder), Clock(), Quick()
        )
        made.append(sender)
        now = Clock().now()
        buffer.keep(
            Reading("LT", now + n, value, Quality.GOOD, "DCS") for n, value in enumerate(values)
        )
        await buffer.commit()
        lanes = [asyncio.create_task(lane()) for lane in (sender.live, sender.backfill)]
        async with asyncio.timeout(200):
            while not until(sender, buffer):
                await asyncio.sleep(0.02)
        for lane in lanes:
            lane.cancel()
        await asyncio.gather(*lanes, return_exceptions=True)
        await sender.close()
        await buffer.close()

    with http_board(answering) as (url, bodies):
        in_own_loop(story(url))
    return bodies, made[0]


def taken(*rejected: int) -> tuple[int, Any]:
    told = [{"index": n, "code": "too_old", "error": "It is too old."} for n in rejected]
    return 202, {"accepted": 1, "rejected": told}


def test_a_board_that_cannot_answer_is_asked_again_and_gets_all_of_it(tmp_path: Path) -> None:
    answers = iter([503, 502, 504])

    def answering(_: dict[str, Any]) -> tuple[int, Any]:
        status = next(answers, 202)
        return taken() if status == 202 else (status, {})

    bodies, _ = sent(tmp_path, answering, [1, 2, 3], lambda _, b: b.waiting == 0)
    lanes = [(b["lane"], [r["value"] for r in b["readings"]]) for b in bodies[3:]]
    assert bodies[0]["lane"] == "live"
    assert lanes[0] == ("live", [3])  # the present first
    assert ("backfill", [1, 2]) in lanes


def test_what_the_board_refuses_is_a_dead_letter_and_is_never_posted_again(tmp_path: Path) -> None:
    bodies, sender = sent(tmp_path, lambda _: taken(1), [1, 2, 3], lambda _, b: b.waiting == 0)
    assert len(bodies) == 1
    assert sender.delivery.posted["live"] == 2
    letter = next(DeadLetters(tmp_path).newest())
    assert (letter.code, json.loads(letter.item)["value"]) == ("too_old", 2)


def test_one_item_that_spoils_a_batch_is_found_and_the_others_are_taken(tmp_path: Path) -> None:
    def answering(body: dict[str, Any]) -> tuple[int, Any]:
        spoilt = any(reading["value"] == 13 for reading in body["readings"])
        return (422, {"detail": "no"}) if spoilt else taken()

    _, sender = sent(
        tmp_path, answering, [float(n) for n in range(20)], lambda _, b: b.waiting == 0
    )
    assert (sum(sender.delivery.posted.values()), sender.delivery.rejected) == (19, 0)
    (one,) = DeadLetters(tmp_path).newest()  # the answer names no value: it is set aside
    assert (one.code, json.loads(one.item)["value"]) == (SET_ASIDE, 13)


def test_a_token_that_is_refused_loses_nothing(tmp_path: Path) -> None:
    tried: list[int] = []

    def answering(_: dict[str, Any]) -> tuple[int, Any]:
        tried.append(1)
        return (401, {}) if len(tried) < 4 else taken()

    _, sender = sent(tmp_path, answering, [1], lambda _, b: b.waiting == 0)
    assert sender.delivery.rejected == 0
    assert sum(sender.delivery.posted.values()) == 1


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(429, Outcome.LATER), (500, Outcome.LATER), (403, Outcome.UNWELCOME), (301, Outcome.UNWELCOME),
     (422, Outcome.REFUSED), (202, Outcome.LATER)],
)  # fmt: skip
def test_what_an_answer_means(status: int, outcome: Outcome) -> None:
    """A 202 that is not the board's own answer (a captive portal's, say) is none."""
    assert answer_of(status, b"<html>").outcome is outcome


def test_a_board_is_trusted_by_its_authority_alone_and_gets_the_token_only_then(
    tmp_path: Path,
) -> None:
    own, other = (identity(tmp_path / name, name, f"urn:{name}") for name in ("own", "other"))
    body: dict[str, Any] = {"source": "gw", "readings": []}
    with http_board(lambda _: taken(), own) as (url, bodies):
        for authority, outcome in (
            (None, Outcome.LATER), (other.certificate, Outcome.LATER), (own.certificate, Outcome.TAKEN),
        ):  # fmt: skip
            answer = BoardPost(url, "secret", authority)("/api/v1/readings", body)
            assert answer.outcome is outcome, answer
            assert outcome is Outcome.TAKEN or "CERTIFICATE_VERIFY_FAILED" in answer.why
    assert len(bodies) == 1
    elsewhere = identity(tmp_path / "elsewhere", "elsewhere", "urn:own", address="127.0.0.2")
    with http_board(lambda _: taken(), elsewhere) as (url, bodies):
        answer = BoardPost(url, "secret", elsewhere.certificate)("/api/v1/readings", body)
        assert "CERTIFICATE_VERIFY_FAILED" in answer.why  # another machine's name
    assert bodies == []
