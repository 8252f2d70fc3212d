"""The year's programme as a public calendar: only its windows, all under one name."""

from command_center.domain.scenarios.year.calendar_file import calendar
from command_center.domain.scenarios.year.programme import Programme
from command_center.words import say


def exported(programme: Programme, lang: str, made_at: int) -> str:
    """Return the iCalendar text in a language. `made_at` is UTC epoch ms."""
    return calendar(programme.windows, programme.site, say(lang, "programme.window"), made_at)
