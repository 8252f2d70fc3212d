"""The stories of the library's templates: each is a function that plays one with a person's values."""

from collections.abc import Callable

from tests.plays.plant import Works

Story = Callable[[Works], str]
"""Plays a matter from its first state to an end; answers its id."""
STORIES: dict[str, list[Story]] = {}


def story(template: str) -> Callable[[Story], Story]:
    """Declare a story of a template."""

    def declare(told: Story) -> Story:
        STORIES.setdefault(template, []).append(told)
        return told

    return declare
