"""A secret that a file refers to but does not contain: `{env: NAME}` or `{file: PATH}`."""

import os
import stat
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, SecretStr
from pydantic_core import PydanticCustomError

SECRET_LIMIT = 16_384
"""Longest secret in bytes, a private key's PEM included (ours)."""


def _secret(given: Any) -> Any:
    """The secret that `{env: NAME}` or `{file: PATH}` names."""
    if isinstance(given, SecretStr):
        return given
    if not isinstance(given, dict) or len(given) != 1 or not {"env", "file"} & given.keys():
        raise PydanticCustomError(
            "channels.secret_in_file", "name the secret as {{env: NAME}} or {{file: PATH}}"
        )
    ((way, name),) = given.items()
    if not isinstance(name, str):
        raise PydanticCustomError(
            "channels.secret_in_file", "name the secret as {{env: NAME}} or {{file: PATH}}"
        )
    found = os.environ.get(name, "") if way == "env" else _in_file(Path(name))
    if not found:
        raise PydanticCustomError(
            "channels.secret_empty", "{name} is not set or empty", {"name": name}
        )
    return SecretStr(found)


def _in_file(path: Path) -> str:
    try:
        if path.stat().st_mode & (stat.S_IRWXG & ~stat.S_IRGRP | stat.S_IRWXO):
            raise PydanticCustomError(
                "channels.secret_readable",
                "{name} can be read or changed by others: chmod 600",
                {"name": str(path)},
            )
        with path.open(encoding="utf-8") as file:
            return file.read(SECRET_LIMIT).strip()
    except (OSError, UnicodeDecodeError) as why:
        raise PydanticCustomError(
            "channels.secret_unread", "{name} cannot be read", {"name": str(path)}
        ) from why


Secret = Annotated[SecretStr, BeforeValidator(_secret)]
"""A secret by its name. Its value is shown by no `repr`, log or dump; read it with `get_secret_value`."""
