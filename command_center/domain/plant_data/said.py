"""Mistakes of a change as sentences: keys of words, which the browser and the command line say in their language."""

from command_center.domain.refusal import Phrase
from command_center.domain.site.changing.mistakes import Mistake
from command_center.domain.site.changing.nouns import NOUNS


def noun_named(noun: str) -> Phrase | str:
    """What a noun is called; a name that is none as it came."""
    return Phrase(f"noun.{noun}") if noun in NOUNS else noun


def reason_of(mistake: Mistake) -> Phrase:
    """The sentence of a mistake: what is wrong and how to mend it."""
    listed = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in mistake.details.items()
    }
    return Phrase(f"site.{mistake.code}", listed)


def whole(mistake: Mistake) -> Phrase:
    """The mistake with its noun, key and field."""
    return Phrase(
        "plant.mistake",
        {
            "noun": noun_named(mistake.noun),
            "key": mistake.key,
            "field": mistake.field,
            "said": reason_of(mistake),
        },
    )
