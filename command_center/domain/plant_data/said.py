"""Words the mistakes of a change as sentences: keys of the words catalogue, which the browser and
the command line translate."""

from command_center.domain.refusal import Phrase
from command_center.domain.site.changing.mistakes import Mistake
from command_center.domain.site.changing.nouns import NOUNS


def noun_named(noun: str) -> Phrase | str:
    """Returns the name of a noun (a table of the plant); an unknown noun unchanged."""
    return Phrase(f"noun.{noun}") if noun in NOUNS else noun


def reason_of(mistake: Mistake) -> Phrase:
    """Returns the sentence of a mistake: what is wrong and how to correct it."""
    listed = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in mistake.details.items()
    }
    return Phrase(f"site.{mistake.code}", listed)


def whole(mistake: Mistake) -> Phrase:
    """Returns the mistake as a sentence with its noun, key and field."""
    return Phrase(
        "plant.mistake",
        {
            "noun": noun_named(mistake.noun),
            "key": mistake.key,
            "field": mistake.field,
            "said": reason_of(mistake),
        },
    )
