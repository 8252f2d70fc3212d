"""Links of answers: bound to a delivery, an address version and a word, and over with the delivery."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_center.notify.answers.answer_links import (
    LONGEST,
    AnswerLinks,
    BadLink,
    LinkedAnswer,
    LinkExpired,
)

ANSWER = LinkedAnswer("DIR-4/sent/push", "0a1b2c3d", "acknowledge", 1_000_000)
LINKS = AnswerLinks(b"s" * 32, "https://board.plant.example")


def test_a_link_says_what_it_was_made_for() -> None:
    url = LINKS.url(ANSWER)
    assert url is not None
    assert url.startswith("https://board.plant.example/api/v1/answers/")
    assert len(url) < 300
    assert LINKS.read(url.rpartition("/")[2], 999_999) == ANSWER


def test_a_link_is_over_with_its_delivery() -> None:
    token = LINKS.token(ANSWER)
    with pytest.raises(LinkExpired) as over:
        LINKS.read(token, 1_000_000)
    assert over.value.delivery == "DIR-4/sent/push"


def test_a_plant_without_an_address_for_answers_makes_no_link() -> None:
    assert AnswerLinks(b"s" * 32, None).url(ANSWER) is None


def test_a_link_of_another_plant_is_none() -> None:
    with pytest.raises(BadLink):
        AnswerLinks(b"t" * 32, None).read(LINKS.token(ANSWER), 0)


@given(st.text(max_size=200) | st.binary(max_size=100).map(lambda b: b.decode("latin-1")))
def test_no_made_up_token_is_one(token: str) -> None:
    with pytest.raises(BadLink):
        LINKS.read(token, 0)


@given(st.data())
def test_a_changed_token_is_none(data: st.DataObject) -> None:
    token = LINKS.token(ANSWER)
    place = data.draw(st.integers(0, len(token) - 2))  # the last character holds unused bits
    other = data.draw(st.characters(codec="ascii").filter(lambda c: c != token[place]))
    with pytest.raises(BadLink):
        LINKS.read(token[:place] + other + token[place + 1 :], 0)


def test_a_token_without_end_is_not_read() -> None:
    with pytest.raises(BadLink):
        LINKS.read("a" * (LONGEST + 1), 0)
