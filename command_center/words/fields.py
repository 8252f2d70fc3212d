"""Sentences about one wrong field of a body, a query or a setting, from `field.<type>`."""

from pydantic_core import ErrorDetails

from command_center.domain.bounds.plain_text import TAG
from command_center.words import has, say


def field_error(lang: str, error: ErrorDetails, field: str | None = None) -> dict[str, str]:
    """Return one wrong field as `{"field": dotted path, "error": sentence}`; `field` overrides its name."""
    path = [str(part) for part in error["loc"]]
    name = field or ".".join(part for part in path if not part.startswith(TAG)) or "·"
    key = f"field.{error['type']}"
    if not has(key):
        key = "field.other"
    context = {k: v for k, v in error.get("ctx", {}).items() if k not in ("field", "type")}
    told = say(lang, key, field=name, type=error["type"], **context)
    return {"field": name, "error": told}
