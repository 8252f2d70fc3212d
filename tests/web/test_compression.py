"""Answers on their way out: compressed where that is worth it, the same bytes when unpacked."""

import gzip
from typing import Any

import brotli
import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from command_center.domain.actor import Role
from command_center.web.request.answers import answer_json
from command_center.web.request.compression import install_compression
from tests.web.center import Center

ROWS = [{"id": f"T{n}", "name": "a tank"} for n in range(200)]
UNPACK: dict[str, Any] = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.fixture
def client() -> FlaskClient:
    server = Flask(__name__)
    install_compression(server)

    @server.route("/rows", methods=["GET", "POST"])
    def rows() -> Response:
        response = answer_json(ROWS)
        response.headers["ETag"] = '"as-it-was"'
        response.headers["Vary"] = "Cookie"
        return response

    server.add_url_rule("/few", "few", lambda: answer_json(ROWS[:3]))
    server.add_url_rule("/bad", "bad", lambda: answer_json(ROWS, 422))
    server.add_url_rule(
        "/stream", "stream", lambda: Response((b"x" * 999 for _ in range(9)), mimetype="text/csv")
    )
    server.add_url_rule("/image", "image", lambda: Response(b"x" * 9_999, mimetype="image/png"))
    return server.test_client()


@pytest.mark.parametrize("encoding", UNPACK)
def test_a_long_answer_is_compressed_as_its_client_takes_it(
    client: FlaskClient, encoding: str
) -> None:
    plain = client.get("/rows")
    assert "Content-Encoding" not in plain.headers
    packed = client.get("/rows", headers={"Accept-Encoding": encoding})
    assert packed.headers["Content-Encoding"] == encoding
    assert packed.headers["Content-Length"] == str(len(packed.data))
    assert len(packed.data) < len(plain.data) / 4
    assert UNPACK[encoding](packed.data) == plain.data
    for one in (plain, packed):
        assert (one.headers["Vary"], one.headers["ETag"]) == (
            "Cookie, Accept-Encoding",
            '"as-it-was"',
        )


@pytest.mark.parametrize("path", ["/few", "/bad", "/stream", "/image"])
def test_what_is_short_refused_streamed_or_no_text_goes_as_it_is(
    client: FlaskClient, path: str
) -> None:
    assert (
        "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": "br, gzip"}).headers
    )


def test_no_length_is_told_of_what_was_posted_or_asked_by_another_site(
    client: FlaskClient,
) -> None:
    accepted = {"Accept-Encoding": "br"}
    assert "Content-Encoding" not in client.post("/rows", headers=accepted).headers
    foreign = client.get("/rows", headers={**accepted, "Sec-Fetch-Site": "cross-site"})
    assert "Content-Encoding" not in foreign.headers
    own = client.get("/rows", headers={**accepted, "Sec-Fetch-Site": "same-origin"})
    assert own.headers["Content-Encoding"] == "br"


def test_a_door_of_the_center_answers_compressed(center: Center) -> None:
    caller = center.machine(Role.ADMINISTRATOR)
    path = "/api/v1/plant/nouns"
    plain = caller.get(path)
    packed = caller.get(path, headers={"Accept-Encoding": "br"})
    assert len(plain.data) > 1024, plain.text
    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.data) == plain.data
