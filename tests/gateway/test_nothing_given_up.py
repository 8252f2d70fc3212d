"""A center, or a proxy before it, that answers anything: nothing is lost, nothing doubled, nobody blocked."""

import json
from pathlib import Path

import pytest

from command_center.domain.reading import Quality, Reading
from command_center.gateway.posting.dead_letters import SET_ASIDE, DeadLetter, packed
from command_center.gateway.posting.post import BoardPost, Outcome, answer_of
from command_center.gateway.posting.resending import resend
from tests.gateway.odd_center import TAKES, Body, HandGateway, Raw, center, http, taken
from tests.support.own_loop import in_own_loop

MINUTES_S = 300
HTML = b"<html><body>please log in</body></html>"
OWN = {"accepted": 1, "rejected": []}
NAMES_ANOTHER = {"index": 7, "code": "too_old", "error": "no"}
ANSWERS: dict[str, Raw] = {
    **{
        str(status): http(status, b'{"message": "no"}')
        for status in (200, 204, 301, 400, 401, 403, 404, 405, 407, 413, 422, 429, 500, 502, 503, 504, 999)
    },
    "200 with HTML": http(200, HTML, "Content-Type: text/html"),
    "200 with the answer of 202": http(200, json.dumps(OWN).encode()),
    "202 with HTML": http(202, HTML),
    "202 with nothing": http(202, b""),
    "202 with null": http(202, b"null"),
    "202 with a list": http(202, b"[]"),
    "202 cut in its JSON": http(202, b'{"accepted": 1, "reject'),
    "202 shorter than it says": http(202, json.dumps(OWN).encode(), length=500),
    "202 of another batch": http(202, json.dumps({"accepted": 99, "rejected": []}).encode()),
    "202 that takes nothing": http(202, json.dumps({"accepted": 0, "rejected": []}).encode()),
    "202 that names an item that is not there": http(
        202, json.dumps({"accepted": 0, "rejected": [NAMES_ANOTHER]}).encode()
    ),
    "202 that names no number": http(
        202, json.dumps({"accepted": 0, "rejected": [{**NAMES_ANOTHER, "index": True}]}).encode()
    ),
    "202 with a code that is none": http(
        202, json.dumps({"accepted": 0, "rejected": [{"index": 0, "code": {}, "error": []}]}).encode()
    ),
    "202 too deep": http(202, b'{"accepted":1,"rejected":' + b"[" * 5000 + b"]" * 5000 + b"}"),
    "202 in no UTF-8": http(202, b'{"accepted": 1, "rejected": ["\xff"]}'),
    "a redirect to itself": http(302, b"", "Location: /api/v1/readings"),
    "429 for a year": http(429, b"", "Retry-After: 31536000"),
    "503 until a word": http(503, b"", "Retry-After: soon"),
    "a closed connection": None,
    "half a status line": b"HTTP/1.1 20",
    "no HTTP": b"SSH-2.0-OpenSSH_9.2\r\n",
    "a length that is none": b"HTTP/1.1 202 x\r\nContent-Length: many\r\n\r\n{}",
    "chunks that are none": b"HTTP/1.1 202 x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",
    "gzip that is none": http(202, b"\x1f\x8bnone", "Content-Encoding: gzip"),
}  # fmt: skip


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_five_minutes_of_any_answer_lose_nothing_and_double_nothing(
    tmp_path: Path, answer: Raw
) -> None:
    broken = [True]

    async def story(url: str) -> tuple[list[int], int, int]:
        async with HandGateway(tmp_path, url) as gateway:
            kept = []
            for _ in range(10):
                kept.append(await gateway.keep())
                kept.append(await gateway.passes())
                await gateway.let_pass(MINUTES_S / 10)
            largest = len(there.bodies)
            broken[0] = False
            await gateway.let_pass(90)
            assert gateway.letters.count == gateway.letters.set_aside == 0
            return kept, gateway.buffer.waiting, largest

    with center(lambda path, body: answer if broken[0] else TAKES) as there:
        kept, waiting, _ = in_own_loop(story(there.url))
    assert sorted(ts for _, _, ts in there.taken) == kept
    assert waiting == 0


def test_no_status_but_the_boards_own_202_takes_anything() -> None:
    for status in range(100, 1000):
        for data in (b"", HTML, b"null", b"[]", b"{}", json.dumps(OWN).encode()):
            answer = answer_of(status, data)
            own = status == 202 and data == json.dumps(OWN).encode()
            assert (answer.outcome is Outcome.TAKEN) == own, (status, data)
            assert answer.rejected == ()


def test_after_an_answer_that_is_not_the_boards_own_the_next_post_takes_a_new_connection() -> None:
    broken = [True]
    with center(lambda path, body: http(500, b"no") if broken[0] else TAKES) as there:
        there.closes_after_s = 0.2  # so a proxy does: what is sent meanwhile gets no answer
        post = BoardPost(there.url, "secret")
        assert post("/api/v1/readings", {"readings": []}).outcome is Outcome.LATER
        broken[0] = False
        assert post("/api/v1/readings", {"readings": []}).outcome is Outcome.TAKEN


def test_while_a_center_takes_nothing_no_batch_is_halved(tmp_path: Path) -> None:
    broken = [True]

    async def story(url: str) -> int:
        async with HandGateway(tmp_path, url) as gateway:
            for _ in range(64):
                await gateway.keep()
                gateway.clock.move(0.02)
            await gateway.let_pass(MINUTES_S)
            sizes = [len(body["readings"]) for body in there.bodies]
            assert set(sizes) <= {1, *range(32, 65)}, sizes  # whole, or one alone as a trial
            broken[0] = False
            await gateway.let_pass(30)
            return gateway.letters.count + gateway.letters.set_aside + gateway.buffer.waiting

    with center(lambda path, body: http(500, b"") if broken[0] else TAKES) as there:
        assert in_own_loop(story(there.url)) == 0
    assert len(there.taken) == 64


def poisoned(body: Body, tag: str = "BAD") -> bool:
    return any(one.get("tag") == tag for one in body.get("readings", ()))


@pytest.mark.parametrize("status", [413, 500])
def test_a_value_that_alone_gets_no_answer_is_set_aside_and_blocks_nobody(
    tmp_path: Path, status: int
) -> None:
    broken = [True]

    def says(path: str, body: Body) -> Raw:
        return http(status, b"no") if broken[0] and poisoned(body) else TAKES

    async def story(url: str) -> None:
        async with HandGateway(tmp_path, url) as gateway:
            good = []
            for n in range(40):
                good.append(await gateway.keep("BAD" if n == 17 else "LT"))
                gateway.clock.move(0.05)
            bad = good.pop(17)
            for _ in range(6):
                await gateway.let_pass(10)
                good.append(await gateway.keep())
            await gateway.let_pass(5)
            assert sorted(there.of("LT")) == good
            assert (gateway.letters.count, gateway.letters.set_aside) == (0, 1)
            assert gateway.buffer.waiting == 0
            before = len(there.bodies)
            await gateway.let_pass(4000)  # tried after a minute, and then every hour
            assert 1 <= len(there.bodies) - before <= 2
            assert gateway.letters.set_aside == 1
            broken[0] = False
            await gateway.let_pass(3700)
            assert there.of("BAD") == [bad]
            assert gateway.letters.set_aside == 0

    with center(says) as there:
        in_own_loop(story(there.url))


@pytest.mark.parametrize("answer", [http(500, b"no"), None], ids=["500", "no answer"])
def test_good_values_behind_many_bad_ones_that_were_set_aside_are_posted_again(
    tmp_path: Path, answer: Raw
) -> None:
    def says(path: str, body: Body) -> Raw:
        return answer if poisoned(body) else TAKES

    async def story(url: str) -> None:
        async with HandGateway(tmp_path, url) as gateway:
            due = gateway.clock.now()
            samples = [
                Reading("BAD" if n < 9 else "LT", due + n, 1.0, Quality.GOOD, "DCS")
                for n in range(12)
            ]
            gateway.letters.add(
                [DeadLetter(due, SET_ASIDE, "no", "{}", packed(one), due) for one in samples]
            )
            await gateway.let_pass(1000)
            assert there.of("LT") == [due + n for n in range(9, 12)]
            assert gateway.letters.set_aside == 9
            before = len(there.bodies)
            await gateway.let_pass(2000)  # the bad ones wait for their hour
            assert len(there.bodies) == before

    with center(says) as there:
        in_own_loop(story(there.url))


def test_many_values_that_spoil_their_batch_are_found_among_the_others(tmp_path: Path) -> None:
    def says(path: str, body: Body) -> Raw:
        return http(500, b"no") if poisoned(body) else TAKES

    async def story(url: str) -> None:
        async with HandGateway(tmp_path, url) as gateway:
            good = []
            for n in range(300):
                tag = "BAD" if n % 9 == 3 or 200 <= n < 230 else "LT"
                ts = await gateway.keep(tag)
                good += [ts] if tag == "LT" else []
                gateway.clock.move(0.01)
            for _ in range(100):
                await gateway.let_pass(5)
                good.append(await gateway.keep())
                if gateway.buffer.waiting == 1:
                    break
            await gateway.let_pass(5)
            assert sorted(there.of("LT")) == good
            assert there.of("BAD") == []
            assert gateway.letters.count == 0
            assert gateway.letters.set_aside == 59
            assert gateway.buffer.waiting == 0

    with center(says) as there:
        in_own_loop(story(there.url))


def test_a_door_that_fails_holds_up_no_other(tmp_path: Path) -> None:
    broken = [True]

    def says(path: str, body: Body) -> Raw:
        return http(500, b"no") if broken[0] and path.endswith("/passages") else TAKES

    async def story(url: str) -> None:
        async with HandGateway(tmp_path, url) as gateway:
            kept = []
            for _ in range(20):
                kept.append(await gateway.keep())
                await gateway.passes()
                await gateway.let_pass(15)
            assert there.of("LT") == kept
            assert gateway.letters.set_aside == 0  # nothing of this door was taken
            broken[0] = False
            await gateway.let_pass(30)
            assert len(there.taken) == 40
            assert gateway.buffer.waiting == 0

    with center(says) as there:
        in_own_loop(story(there.url))


def test_only_a_value_that_the_board_names_is_a_dead_letter(tmp_path: Path) -> None:
    def says(path: str, body: Body) -> Raw:
        wrong = [n for n, one in enumerate(body["readings"]) if one["tag"] == "BAD"]
        there.keep(path, {"readings": [one for one in body["readings"] if one["tag"] != "BAD"]})
        told = [{"index": n, "code": "unknown_tag", "error": "There is none."} for n in wrong]
        return taken(len(body["readings"]), *told)

    async def story(url: str) -> None:
        async with HandGateway(tmp_path, url) as gateway:
            for tag in ("LT", "BAD", "LT"):
                await gateway.keep(tag)
                gateway.clock.move(1)
            await gateway.let_pass(5)
            (letter,) = gateway.letters.newest()
            assert (letter.code, json.loads(letter.item)["tag"]) == ("unknown_tag", "BAD")
            assert gateway.sender.delivery.rejected == 1
            assert gateway.buffer.waiting == 0

    with center(says) as there:
        in_own_loop(story(there.url))
    assert len(there.of("LT")) == 2


def test_dead_letters_are_posted_again_once_their_cause_is_mended(tmp_path: Path) -> None:
    refuses = [True]

    def says(path: str, body: Body) -> Raw:
        items = (
            there.keep(path, body)
            if not refuses[0]
            else next(body[name] for name in ("readings", "passages") if name in body)
        )
        wrong = range(len(items)) if refuses[0] else ()
        told = ({"index": n, "code": "unknown_tag", "error": "none"} for n in wrong)
        return taken(len(items), *told, last=True)

    async def story(url: str) -> None:
        async with HandGateway(tmp_path, url) as gateway:
            kept = [await gateway.keep(), await gateway.passes()]
            await gateway.let_pass(5)
            assert gateway.letters.count == 2
            post = BoardPost(url, "secret")
            assert resend("gw", gateway.letters, post, gateway.clock) == (0, 2, "")
            refuses[0] = False
            assert resend("gw", gateway.letters, post, gateway.clock) == (2, 0, "")
            assert gateway.letters.count == 0
            assert [ts for _, _, ts in there.taken] == kept

    with center(says) as there:
        in_own_loop(story(there.url))
