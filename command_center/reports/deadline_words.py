"""How a deadline of a matter is called: as the move that it is for, else in words of our own."""

from command_center.domain.matters.playing.play import titled
from command_center.domain.template_language.template import Template
from command_center.domain.text import Text
from command_center.words import has, say


def deadline_title(template: Template | None, of: str) -> Text | str:
    """The title of the move that must be made; of a deadline that is for no move, as of the next measurement, the
    words of the catalogue. A name that nobody has words for stands for itself."""
    title = of if template is None else titled(template, of)
    key = f"matters.deadline_of.{of}"
    return Text(zh=say("zh-CN", key), en=say("en", key)) if title == of and has(key) else title
