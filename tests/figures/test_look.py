"""Colours are the tokens of the theme; words are cut to their room and are no markup."""

import pytest

from layouts.figures.letters import escaped_markup, shortened, width_em
from layouts.figures.look import Look, tokens
from layouts.figures.time_axis import span, time_axis


def test_a_theme_has_its_own_tokens_and_the_others_of_the_dark_one() -> None:
    dark, light = tokens("dark"), tokens("light")
    assert (dark["exercise"], light["exercise"]) == ("#c08cf5", "#6b2fb3")
    assert dark["ink"] != light["ink"]
    assert dark["font"] == light["font"]
    assert "Inter" in light["font"]


def test_words_of_a_wall_are_as_large_as_it_says_and_never_too_small() -> None:
    assert Look(px=2).em == 2 * Look().em
    assert Look(px=0.5).em == Look().em


def test_what_a_person_wrote_is_no_markup() -> None:
    assert escaped_markup("<b>5 & 6") == "&lt;b>5 &amp; 6"


@pytest.mark.parametrize(
    "words", ["Evacuate the north side, at once", "立即疏散北侧全部人员并清点人数"]
)
def test_words_that_do_not_fit_end_in_an_ellipsis(words: str) -> None:
    cut = shortened(words, 8)
    assert cut.endswith("…")
    assert width_em(cut) <= 8
    assert shortened(words, 100) == words


@pytest.mark.parametrize(
    ("until", "narrow"), [(60, False), (900, True), (7200, False), (90_000, True)]
)
def test_an_axis_of_time_has_round_ticks_that_its_page_has_room_for(
    until: int, narrow: bool
) -> None:
    axis = time_axis(Look(narrow=narrow), -10, until)
    assert 1 <= len(axis["tickvals"]) <= (4 if narrow else 8)
    assert axis["ticktext"][0] == span(axis["tickvals"][0])


def test_a_time_before_the_beginning_has_its_minus() -> None:
    assert [span(s) for s in (-65, 0, 3_661)] == ["−1:05", "0:00", "1:01:01"]
