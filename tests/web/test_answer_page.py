"""The page behind a message's link: looking answers nothing, one tap answers once."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from command_center.notify.answers.answer_links import LinkedAnswer
from command_center.store.schema import deliveries, receipts
from command_center.web.doors.messages.answers_api import STRANGERS, TAPS
from tests.web.center import START_MS, Center

ANSWER = LinkedAnswer("DIR-4/sent/push", "0a1b2c3d", "acknowledge", START_MS + 60_000)


@pytest.fixture
def center(tmp_path: Path) -> Center:
    center = Center(tmp_path)
    with center.engine.begin() as connection:
        row = {
            "site": center.site.id, "id": ANSWER.delivery, "state": "sent", "holder": "",
            "lease_until": 0, "attempt": 1, "updated_at": START_MS, "channel": "push",
            "kind": "push", "person": "p1", "address_version": ANSWER.address, "language": "en",
            "title": "DIR-4 <life safety>", "text": "Evacuate & count.", "ref": "a" * 16,
            "expires_at": ANSWER.expires_at,
        }  # fmt: skip
        connection.execute(insert(deliveries).values(**row))
    return center


def door(center: Center, answer: LinkedAnswer = ANSWER) -> str:
    return f"/api/v1/answers/{center.outbox.links.token(answer)}"


def answered(center: Center) -> list[tuple[str, str | None, str | None]]:
    with center.engine.connect() as connection:
        table = receipts.c
        rows = connection.execute(select(table.channel, table.ref, table.word, table.outcome))
        return [(row[0], row[1], row[2]) for row in rows if row[3] == "answered"]


def test_opening_the_link_answers_nothing(center: Center) -> None:
    """Programs that check mail open every link before a person does."""
    for method in ("GET", "HEAD", "GET"):
        shown = center.client().request(method, door(center))
        assert shown.status_code == 200
    assert answered(center) == []
    assert "Acknowledge</button>" in shown.text
    assert "DIR-4 &lt;life safety&gt;" in shown.text
    assert "Evacuate &amp; count." in shown.text
    assert "<script" not in shown.text


def test_one_tap_answers_and_a_second_one_changes_nothing(center: Center) -> None:
    """Nothing says that it counts before the board has judged it."""
    for _ in range(2):
        sent = center.client().post(door(center))
        assert sent.status_code == 202
        assert "Being checked: Acknowledge" in sent.text
        assert "Taken" not in sent.text
        assert sent.headers["Refresh"] == "2"
    assert answered(center) == [("push", "a" * 16, "acknowledge")]


@pytest.mark.parametrize(
    ("state", "why", "status", "said"),
    [
        ("applied", "", 200, "Taken: Acknowledge"),
        ("ignored", "answer_not_awaited", 409, "somebody has answered already"),
        ("ignored", "answer_address", 409, "Your address has changed"),
        ("ignored", "unknown_delivery", 409, "could not take it"),
        ("dead", "key_reused", 409, "could not take it"),
    ],
)
def test_what_the_board_made_of_the_answer_is_told(
    center: Center, state: str, why: str, status: int, said: str
) -> None:
    center.client().post(door(center))
    with center.engine.begin() as connection:
        connection.execute(update(receipts).values(state=state, why=why))
    for method in ("GET", "POST"):
        told = center.client().request(method, door(center))
        assert (told.status_code, said in told.text) == (status, True)
        assert "<button" not in told.text


def test_a_page_of_another_origin_may_post_for_the_token_is_the_authority(center: Center) -> None:
    """The button of an ntfy server's own page does."""
    headers = {"Origin": "http://push.plant.example", "Sec-Fetch-Site": "cross-site"}
    assert center.client().post(door(center), headers=headers).status_code == 202
    assert len(answered(center)) == 1


def test_a_link_is_over_with_its_delivery(center: Center) -> None:
    center.clock.advance(60)
    over = center.client().post(door(center))
    assert over.status_code == 410
    assert "This message is over" in over.text
    assert answered(center) == []


def test_a_changed_address_ends_the_link(center: Center) -> None:
    """Who has the old telephone may not answer any more."""
    other = replace(ANSWER, address="ffffffff")
    assert center.client().post(door(center, other)).status_code == 410
    gone = replace(ANSWER, delivery="DIR-5/sent/push")
    assert center.client().post(door(center, gone)).status_code == 410
    assert answered(center) == []


def test_a_link_that_is_not_ours_is_told_so_in_the_readers_language(center: Center) -> None:
    wrong = center.client().get("/api/v1/answers/abc", headers={"Accept-Language": "zh-CN"})
    assert wrong.status_code == 404
    assert "链接无效" in wrong.text
    assert 'lang="zh-CN"' in wrong.text


def test_who_tries_tokens_waits_and_a_good_one_from_the_same_address_is_taken(
    center: Center,
) -> None:
    """Every phone of a plant may stand behind one address."""
    for _ in range(STRANGERS.count):
        assert center.client().get("/api/v1/answers/abc").status_code == 404
    assert center.client().get("/api/v1/answers/abc").status_code == 429
    assert center.client().post(door(center)).status_code == 202
    assert len(answered(center)) == 1


def test_one_token_is_held_to_a_rate(center: Center) -> None:
    for _ in range(TAPS.count):
        assert center.client().get(door(center)).status_code == 200
    assert center.client().post(door(center)).status_code == 429


def test_the_page_is_kept_nowhere_and_tells_its_address_to_nobody(center: Center) -> None:
    shown = center.client().get(door(center))
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
