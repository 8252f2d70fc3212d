"""The histories ("stories") of matters: their table, filters, and windowed lists."""

from command_center.store.stories.happened import Happened
from command_center.store.stories.listed import NO_AREA, Listed, OfHour
from command_center.store.stories.story_table import PAGE, Stories, stories_of
from command_center.store.stories.windows import Asked, Key, Kind, Sort, Window, WordsOf, WordTest

__all__ = [
    "NO_AREA",
    "PAGE",
    "Asked",
    "Happened",
    "Key",
    "Kind",
    "Listed",
    "OfHour",
    "Sort",
    "Stories",
    "Window",
    "WordTest",
    "WordsOf",
    "stories_of",
]
