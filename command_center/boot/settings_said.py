"""Describes wrong settings in the reader's language."""

from pydantic import ValidationError

from command_center.settings import PREFIX
from command_center.words.fields import field_error


def wrong_settings(lang: str, error: ValidationError) -> list[str]:
    """Return one line for each setting with a wrong value, under its environment variable name."""
    return [
        field_error(lang, one, f"{PREFIX}{str(one['loc'][0]).upper()}={one['input']}")["error"]
        for one in error.errors()
    ]
