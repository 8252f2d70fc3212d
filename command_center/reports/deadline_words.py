"""The title of a matter's deadline: that of the move it is for, or a catalogue text."""

from command_center.domain.matters.playing.play import titled
from command_center.domain.template_language.template import Template
from command_center.domain.text import Text
from command_center.words import has, say


def deadline_title(template: Template | None, of: str) -> Text | str:
    """Return the title of the move that must be made; for a deadline without a move, such as the next measurement,
    the catalogue's words. A name without words is returned as it is.
    """
    title = of if template is None else titled(template, of)
    key = f"matters.deadline_of.{of}"
    return Text(zh=say("zh-CN", key), en=say("en", key)) if title == of and has(key) else title
