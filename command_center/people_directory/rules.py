"""The rules of a people synchronisation: where the directory is, what its fields mean, and who
counts as having left.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from command_center.words.worded_error import Said


class WrongRules(Said):
    """The rules file cannot be used, or something it names cannot be read."""


class _Rules(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Secret(_Rules):
    """Where a secret is stored: in an environment variable or in a file."""

    env: str | None = None
    file: Path | None = None

    @model_validator(mode="after")
    def one_place(self) -> "Secret":
        """Refuse a secret without a place or with several."""
        if (self.env is None) == (self.file is None):
            raise ValueError("give env: NAME or file: PATH")
        return self

    def read(self) -> str:
        """Return the secret. Raises WrongRules."""
        if self.env is not None:
            if not (told := os.environ.get(self.env)):
                raise WrongRules("people.sync.no_secret", where=self.env)
            return told
        try:
            return Path(str(self.file)).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise WrongRules("people.sync.no_secret", where=str(self.file)) from error


class FileSource(_Rules):
    """A CSV file whose first line names the columns. `encoding` utf-8-sig reads UTF-8 with and without a byte-order
    mark.
    """

    delimiter: str = Field(default=",", min_length=1, max_length=1)
    encoding: str = "utf-8-sig"


class LdapSource(_Rules):
    """An LDAP directory. Allowed are only `ldaps://`, `ldap://` with `start_tls`, or this machine itself, because a
    password is sent.
    """

    url: str = Field(pattern=r"^ldaps?://[^/\s]+$")
    base: str
    filter: str = "(objectClass=person)"
    bind: str | None = None
    password: Secret | None = None
    start_tls: bool = False
    ca: Path | None = None
    page: int = Field(default=500, ge=1, le=5_000)
    timeout_s: float = Field(default=10, gt=0, le=120)

    @model_validator(mode="after")
    def safe(self) -> "LdapSource":
        """Refuse to send a password unencrypted over a network."""
        local = re.match(r"ldap://(127\.0\.0\.1|localhost|\[::1\])(:|$)", self.url)
        if not (self.url.startswith("ldaps://") or self.start_tls or local):
            raise ValueError("use ldaps://, or start_tls: true")
        if (self.bind is None) != (self.password is None):
            raise ValueError("bind and password belong together")
        return self


class Mapped(_Rules):
    """A directory field whose values are translated: {employee: site, external: contractor}."""

    field: str
    values: Mapping[str, str | None] = Field(default={})
    default: str | None = None


class Fields(_Rules):
    """The meaning of directory fields. `prefix` is put before the directory's id. A name is one field, or one for
    each language.
    """

    id: str
    prefix: str = Field(default="", pattern=r"^[A-Za-z0-9._-]{0,20}$")
    name: str | Mapping[Literal["zh", "en"], str]
    employer: Mapped | None = None
    home: Mapped | None = None


class Left(_Rules):
    """The condition `when` a person has left: a field has one of these values, or (Active Directory) bits of a number
    are set.
    """

    when: Mapping[str, list[str]] = Field(default={})
    bits: Mapping[str, int] = Field(default={})
    absent: Literal["left", "keep"] = "keep"
    owns: str | None = None
    most_share: float = Field(default=0.1, ge=0, le=1)

    @field_validator("owns")
    @classmethod
    def is_pattern(cls, given: str | None) -> str | None:
        """Check that the pattern is a valid regular expression; the error names it."""
        if given is not None:
            try:
                re.compile(given)
            except re.error as error:
                raise ValueError(f"not a pattern: {error}") from error
        return given


class SyncRules(_Rules):
    """The rules by which a directory's people are synchronised."""

    csv: FileSource | None = None
    ldap: LdapSource | None = None
    fields: Fields
    left: Left = Field(default=Left())

    @model_validator(mode="after")
    def whole(self) -> "SyncRules":
        """Check that there is exactly one source, and that it is clear whom the directory may remove."""
        if (self.csv is None) == (self.ldap is None):
            raise ValueError("give csv: or ldap:")
        if self.left.absent == "left" and not (self.left.owns or self.fields.prefix):
            raise ValueError("left.absent needs left.owns or fields.prefix: whose absence counts?")
        return self

    @property
    def named(self) -> frozenset[str]:
        """Return every directory field that the rules name: nothing else is requested."""
        fields = self.fields
        names = {fields.name} if isinstance(fields.name, str) else set(fields.name.values())
        mapped = {one.field for one in (fields.employer, fields.home) if one is not None}
        return frozenset({fields.id, *names, *mapped, *self.left.when, *self.left.bits})

    @property
    def owns(self) -> str:
        """Return the pattern of the ids that belong to the directory's people."""
        return self.left.owns or (re.escape(self.fields.prefix) + ".+")


def read_rules(path: Path) -> SyncRules:
    """Return the rules of a file. Raises WrongRules, which names the key."""
    try:
        told: Any = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        first = " ".join(str(error).split())[:300]
        raise WrongRules("people.sync.unreadable", path=str(path), why=first) from error
    try:
        return SyncRules.model_validate(told)
    except ValidationError as error:
        one = error.errors(include_url=False)[0]
        key = ".".join(map(str, one["loc"])) or "-"
        raise WrongRules("people.sync.bad_rule", path=str(path), key=key, why=one["msg"]) from error
