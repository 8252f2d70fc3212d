"""One entry of the channels file: what every type of channel has, and how a secret is named in it.

A provider's `Settings` extends `ChannelEntry` with its own keys. A secret never stands in the file:
`{env: NAME}` names a variable of the environment, `{file: PATH}` a file that only the service may read.
"""

import os
import stat
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_core import PydanticCustomError

from command_center.domain.site.parts import Id, Names, Part
from command_center.domain.state.notice import Channel

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


class ChannelEntry(Part):
    """What every channel has. `fallback` is the channel that takes over while this one is down; both serve
    the same `kind`. `abroad`: the service stands outside the plant's country, which must be said (`allow_abroad`)."""

    id: Id
    type: str
    kind: Channel
    fallback: Annotated[Id, Names(("channels",), if_listed=True)] | None = None
    timeout_s: float = Field(default=10.0, ge=0.5, le=120)
    workers: int = Field(default=4, ge=1, le=64)
    allow_abroad: bool = False
    watcher: Id | None = None
    """Who confirms the daily test page of this channel."""
