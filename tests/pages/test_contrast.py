"""Every word can be read in both themes: contrast of the tokens as the styles pair them (WCAG 2.2,
1.4.3: 4.5:1), also of what is muted, stale or disabled; and no style knows a colour of its own."""

import re
from itertools import product
from pathlib import Path

import pytest

STYLES = Path(__file__).parents[2] / "assets"
TOKENS = (STYLES / "base" / "tokens.css").read_text(encoding="utf-8")
READABLE = 4.5

GROUNDS = ("ground", "panel", "raised", "well")
SPOKEN = ("urgent", "warn", "note", "good")
PAIRS = {
    *product(("ink", "ink-2", "ink-3", "act", "gone"), GROUNDS),
    *product(SPOKEN, ("ground", "panel", "raised")),  # a state's sign, word and clock
    *product(("ink", "ink-2"), (f"{state}-ground" for state in SPOKEN)),  # answers to a hand
    ("urgent-ink", "urgent-ground"),  # the strip in an incident
    ("act", "urgent-ground"),  # its menu
    ("warn", "urgent-ground"),
    ("urgent", "urgent-ground"),  # "link lost" in the strip
    ("on-act", "act"),
    ("on-urgent", "urgent"),
}


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme; the light one says only what differs from the dark one."""
    [dark] = re.findall(r":root \{(.*?)\n\}", TOKENS, re.S)
    [light] = re.findall(r':root\[data-theme="light"\] \{(.*?)\n\}', TOKENS, re.S)
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", dark))
    return (
        found if theme == "dark" else found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    )


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_that_of_the_guideline() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_every_pair_of_words_and_ground_can_be_read(theme: str) -> None:
    colours = tokens(theme)
    dim = {
        f"{ink} on {ground}": round(contrast(colours[ink], colours[ground]), 2)
        for ink, ground in sorted(PAIRS)
        if contrast(colours[ink], colours[ground]) < READABLE
    }
    assert dim == {}


def test_every_ink_of_the_styles_is_in_a_pair() -> None:
    inks = {
        ink
        for style in STYLES.rglob("*.css")
        for ink in re.findall(
            r"(?<![\w-])color: var\(--([\w-]+)\)", style.read_text(encoding="utf-8")
        )
    }
    drawn = {"line-strong", "person", "exercise"}  # shapes, no words
    assert inks - {ink for ink, _ in PAIRS} <= drawn
