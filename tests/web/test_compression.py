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

    @server.route("/weak")
    def weak() -> Response:
        response = answer_json(ROWS)
        response.headers["ETag"] = 'W/"old"'
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
    assert {one.headers["Vary"] for one in (plain, packed)} == {"Cookie, Accept-Encoding"}
    # RFC 9110, 8.8.3.3: a strong ETag names one sequence of bytes.
    assert (plain.headers["ETag"], packed.headers["ETag"]) == ('"as-it-was"', 'W/"as-it-was"')


def test_a_weak_tag_stays_as_it_is(client: FlaskClient) -> None:
    assert client.get("/weak", headers={"Accept-Encoding": "br"}).headers["ETag"] == 'W/"old"'


def test_what_is_shared_has_a_strong_tag_plain_and_a_weak_one_compressed(center: Center) -> None:
    caller = center.machine(Role.ADMINISTRATOR)
    path, br = "/api/v1/words/en.json", {"Accept-Encoding": "br"}
    plain, packed = caller.get(path), caller.get(path, headers=br)
    strong = plain.headers["ETag"]
    assert strong.startswith('"')
    assert packed.headers["Content-Encoding"] == "br"
    assert packed.headers["ETag"] == f"W/{strong}"
    for known in (strong, f"W/{strong}", f'"other", W/{strong}'):
        again = caller.get(path, headers={**br, "If-None-Match": known})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == packed.headers["ETag"]
    assert caller.get(path, headers={**br, "If-None-Match": '"other"'}).status_code == 200


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
