"""Error answers for people and programs: what is wrong, where, and how to fix it.

The format is RFC 9457 (application/problem+json) with three members of our own: `code` for programs, `mend` for
people, `errors` naming each wrong field.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from command_center import log
from command_center.domain.refusal import Refusal
from command_center.domain.text import Text
from command_center.words import has, say
from command_center.words.fields import field_error

CONTENT_TYPE = "application/problem+json"
TYPE = "urn:command-center:problem:"

_log = log.get(__name__)


class Problem(Exception):
    """Ends a request with an error answer. `params` fill the catalogue texts `problem.<code>.*`."""

    def __init__(
        self,
        code: str,
        status: int,
        *,
        errors: Sequence[ErrorDetails] = (),
        headers: Mapping[str, str] | None = None,
        **params: Any,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.params = params
        self.errors = errors
        self.headers = dict(headers or {})

    def members(self, lang: str) -> dict[str, Any]:
        """The problem's own members in `lang`."""
        key, params = f"problem.{self.code}", dict(self.params)
        told: dict[str, Any] = {}
        if self.errors:
            fields = [field_error(lang, error) for error in self.errors]
            params |= {"count": len(fields), "first": fields[0]["error"]}
            told["errors"] = fields
        for name in ("what", "role", "roles"):
            if name in params:
                params[name] = _named(lang, params[name])
        return {
            "title": say(lang, f"{key}.title"),
            "detail": say(lang, f"{key}.detail", **params),
            "mend": say(lang, f"{key}.mend", **params),
            **told,
        }


class RefusedProblem(Problem):
    """A refusal by the Desk as an error answer: the refusal's sentence and what would lift it."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code, refusal.status, **refusal.params)

    def members(self, lang: str) -> dict[str, Any]:
        """Return the members as for any problem, with the words of `refusal.<code>`."""
        key = f"refusal.{self.code}"
        return {
            "title": say(lang, "problem.refused.title"),
            "detail": self._said(lang, key),
            "mend": self._said(lang, f"{key}.mend"),
            "params": self.params,
        }

    def _said(self, lang: str, key: str) -> str:
        try:
            return say(lang, key, **self.params)
        except (KeyError, IndexError):
            # A refusal must reach its person even when our catalogue is wrong.
            _log.error("refusal without words", key=key, params=sorted(self.params))
            return f"{self.code} {self.params}"


def answer(problem: Problem, lang: str, where: str) -> bytes:
    """Return the JSON body of a problem at path `where`."""
    members = problem.members(lang)
    return orjson.dumps(
        {
            "type": TYPE + problem.code,
            "status": problem.status,
            "code": problem.code,
            "instance": where,
            **members,
        },
        default=_plain,
    )


def _plain(value: Any) -> Any:
    """Text in both languages, for clients that word a refusal themselves."""
    return value.as_row() if isinstance(value, Text) else str(value)


def invalid(error: ValidationError, within: str | None = None) -> Problem:
    """Return a 422 naming every wrong field of a pydantic validation error, of the part `within` a field."""
    errors = error.errors(include_url=False)
    if within is not None:
        errors = [{**one, "loc": (within, *one["loc"])} for one in errors]
    return Problem("invalid", 422, errors=errors)


def bad_json(error: Exception) -> Problem:
    """Return a 400 naming the position where the parser failed, which ends every parser's message."""
    found = re.search(r"line (\d+),? column (\d+)", str(error))
    line, column = (int(found[1]), int(found[2])) if found else (1, 1)
    return Problem("bad_json", 400, line=line, column=column)


def _named(lang: str, value: Any) -> Any:
    """Roles, commands and doors by their words in `lang`; anything else as it is."""
    if isinstance(value, (list, tuple, frozenset, set)):
        return [_named(lang, item) for item in sorted(value)]
    named = (f"role.{value}", f"does.{value}", f"door.{value}")
    return next((say(lang, key) for key in named if has(key)), value)
