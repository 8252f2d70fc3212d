"""The part of JSONPath supported for message values: `$`, `.name`, `['name']` and `[0]`."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

STEP = re.compile(r"\.([A-Za-z_][\w-]*)|\[(\d{1,6})\]|\['([^']+)'\]")
Steps = tuple[str | int, ...]


class Absent(Exception):
    """A message has nothing at a path."""


def steps(path: str) -> Steps:
    """Return the names and indexes of a path. Raises ValueError if it is invalid."""
    found: list[str | int] = []
    at = 1
    if not path.startswith("$"):
        raise ValueError(path)
    while at < len(path):
        step = STEP.match(path, at)
        if step is None:
            raise ValueError(path)
        found.append(int(step[2]) if step[2] else step[1] or step[3])
        at = step.end()
    return tuple(found)


def at(message: Any, where: Steps) -> Any:
    """The value at a path in `message`. Raises Absent."""
    here = message
    for step in where:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError) as error:
            raise Absent(str(step)) from error
    return here


def _checked(path: str) -> str:
    try:
        steps(path)
    except ValueError as error:
        raise PydanticCustomError("gateway.json_path", "a path is $.name[0].other") from error
    return path


JsonPath = Annotated[str, AfterValidator(_checked)]
"""`$.values[0]['level.pv']`."""
