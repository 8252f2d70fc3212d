"""The environment variables (`CC_*`) as one model; no other module reads them.

Every field is a setting of the same name in capitals: `CC_PORT=9000`. Lists are separated by commas. The defaults are
those of the embedded form: one process, SQLite, loopback.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from command_center.data_files import data_folder

PREFIX = "CC_"
OF_OTHERS = ("CC_TEST_", "CC_FEED_TOKEN", "CC_GATEWAY_TOKEN")
"""Variables of the tests, and of `command-center feed` and `command-center gateway`, which are clients."""
JOURNAL = "journal.db"
"""The file of the embedded database that a data folder is known by."""
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")
"""Names by which a browser on this very machine reaches it."""

Hosts = Annotated[tuple[str, ...], NoDecode]
_PERSONS_ROLE = "commander|controller|evaluator|responder|viewer|administrator"
_GROUP_ROLE = rf"[^;]+=({_PERSONS_ROLE})"
Roles = Annotated[tuple[Annotated[str, Field(pattern=f"^({_PERSONS_ROLE})$")], ...], NoDecode]
Address = Annotated[str, Field(pattern=r"^[^@\s<>,;\"]{1,64}@[^@\s<>,;\"]{1,255}$")]
Addresses = Annotated[tuple[Address, ...] | None, NoDecode]


def plant_folder(site: Path | None) -> Path | None:
    """Return the folder of the given plant, else the current folder if it holds a plant; None if there is none."""
    if site is None:
        return Path() if Path("site.yaml").is_file() else None
    return site if site.is_dir() else site.parent


def data_folders(site: Path | None) -> list[Path]:
    """Return where a plant's embedded databases may be when CC_DATA_DIR is unset, the place for a new one first: its
    own folder `data`, and `var` here. An example plant that comes with the program stores nothing in its folder.
    """
    plant, here = plant_folder(site), Path("var")
    if plant is None or plant.resolve().is_relative_to(data_folder("sites").resolve()):
        return [here]
    return [plant / "data", here]


def _data_dir(given: dict[str, Any]) -> Path:
    """The folder that holds a journal; of none the place of a new one. With PostgreSQL it keeps caches alone."""
    if given.get("database_url"):
        return Path("var")
    folders = data_folders(given.get("site"))
    return next((folder for folder in folders if (folder / JOURNAL).exists()), folders[0])


class Settings(BaseSettings):
    """The configuration of one process of the command center. Raises ValidationError naming the field."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    site: Path | None = Field(default=None, description="The site's folder or YAML file.")
    channels: Path | None = Field(
        default=None, description="YAML file of the channels that page people: docs/channels.md."
    )
    webhooks: Path | None = Field(
        default=None, description="YAML file of the programs that are told of facts: docs/links.md."
    )
    sending: Literal["here", "elsewhere"] = Field(
        default="here",
        description="Who sends by the channels: here the leading web process, elsewhere `command-center sender`.",
    )
    heartbeat_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^/\s]+",
        description="Asked for at an interval while the outbox is in order, for a watcher outside.",
    )
    heartbeat_s: float = Field(
        default=60, ge=5, le=3_600, description="Seconds between two of these signs of life."
    )
    messages_days: float = Field(
        default=30, ge=1, le=400, description="Words of messages and receipts are kept this long."
    )
    database_url: str | None = Field(
        default=None, description="postgresql+psycopg://...; unset: SQLite in data_dir."
    )
    data_dir: Path = Field(
        default_factory=_data_dir,
        description="Where the embedded databases live; unset: the folder data of the plant, else var here.",
    )
    print_font: Path | None = Field(
        default=None,
        description="Font file with Chinese letters for printed forms; unset: the first known one of this machine.",
    )
    redis_url: str | None = Field(
        default=None, description="redis://... when several web processes serve one board."
    )

    host: str = Field(default="127.0.0.1", description="The address to listen on.")
    port: int = Field(default=8050, ge=1, le=65_535, description="The port to listen on.")
    hosts: Hosts = Field(
        default=LOOPBACK_HOSTS, description="Host names browsers may use, without port."
    )
    proxies: int = Field(
        default=0, ge=0, le=5, description="Reverse proxies in front whose X-Forwarded-* are true."
    )
    tls_cert: Path | None = Field(
        default=None, description="PEM file with the server's certificate; it then speaks HTTPS."
    )
    tls_key: Path | None = Field(
        default=None, description="PEM file with that certificate's private key."
    )
    cap_sender: str | None = Field(
        default=None,
        pattern=r"^[^\s,<&]{3,120}$",
        description="Who sends CAP documents, unique among senders (warning@plant.example); "
        "unset: the site's id.",
    )
    demo: bool = Field(
        default=False, description="Offer the roles by one click, to this machine only."
    )
    clock_offset_ms: int = Field(
        default=0, description="Shift of the clock; anything but 0 is for demonstrations."
    )

    session_hours: float = Field(default=12, gt=0, le=168, description="A person's session lasts.")
    wall_session_days: float = Field(
        default=90, gt=0, le=400, description="A read-only wall's session lasts."
    )
    oidc_issuer: str | None = Field(
        default=None,
        pattern=r"^(https://|http://(localhost|127\.0\.0\.1|\[::1\])[:/])\S+$",
        description="Issuer of the identity provider (OpenID Connect), over HTTPS: docs/sign-in.md.",
    )
    oidc_client_id: str | None = Field(
        default=None, description="The name this center has at the identity provider."
    )
    oidc_client_secret_file: Path | None = Field(
        default=None, description="File with the secret that goes with it; unset: a public client."
    )
    oidc_name: str | None = Field(
        default=None, max_length=60, description="What the button on the sign-in page calls it."
    )
    oidc_scopes: str = Field(
        default="openid profile email",
        pattern=r"^openid( \S+)*$",
        description="Scopes asked for; offline_access where refresh tokens need it.",
    )
    oidc_roles: str | None = Field(
        default=None,
        pattern=rf"^{_GROUP_ROLE}( *; *{_GROUP_ROLE})*;?$",
        description="GROUP=ROLE; GROUP=ROLE ...: the first group a person is in decides.",
    )
    oidc_groups_claim: str = Field(default="groups", description="The claim that lists the groups.")
    oidc_username_claim: str = Field(
        default="preferred_username", description="The claim that becomes the account's name."
    )
    oidc_person_claim: str = Field(
        default="employee_id",
        description="The claim that holds the id of a person of the site; else the e-mail decides.",
    )
    oidc_ca: Path | None = Field(
        default=None,
        description="PEM file of the authority that the provider's certificate ends at.",
    )
    oidc_timeout_s: float = Field(
        default=5, gt=0, le=30, description="How long the provider has for each answer."
    )
    oidc_refresh_minutes: float = Field(
        default=5,
        ge=0.25,
        le=60,
        description="How often the provider is asked whether a person may still be signed in.",
    )
    oidc_unrefreshed_minutes: float = Field(
        default=60,
        ge=1,
        le=720,
        description="A session lasts so long where the provider gives no refresh token.",
    )
    factor_key_file: Path | None = Field(
        default=None,
        description="File with a part of the key that encrypts second factors; unset: the whole key is in the "
        "database.",
    )
    second_factor_roles: Roles | None = Field(
        default=None,
        description="Roles that sign in by password only with a second factor: administrator, say.",
    )
    body_limit: int = Field(default=1 << 20, ge=1024, description="Largest request body, in bytes.")
    feed_body_limit: int = Field(
        default=8 << 20, ge=1024, description="Largest batch of readings or positions, in bytes."
    )
    photograph_limit: int = Field(
        default=12 << 20, ge=1024, description="Largest photograph of an observer, in bytes."
    )
    table_limit: int = Field(
        default=8 << 20, ge=1024, description="Largest table of the plant's rows, in bytes."
    )
    future_s: float = Field(
        default=5, ge=0, le=60, description="How far ahead of our clock a reading's may be."
    )
    oldest_days: float = Field(
        default=7, gt=0, description="Readings older than this are rejected, outages included."
    )
    readings_days: float = Field(
        default=90, gt=0, description="Readings and positions are kept this long; facts for ever."
    )
    removed_contacts_days: float = Field(
        default=7, ge=0, description="An address that was removed is erased after this long."
    )
    evidence_days: float = Field(
        default=730,
        ge=365,
        description="Photographs, voice notes and signatures of matters are kept this long.",
    )
    disk_low_mb: float = Field(
        default=2048,
        ge=64,
        description="Warn when less than so many megabytes are free where the embedded databases live.",
    )
    personal_reads_days: float = Field(
        default=1095, ge=1, description="Who was shown whose numbers is kept this long."
    )
    passages_days: float = Field(
        default=30, ge=1, le=400, description="Who passed which gate is kept this long."
    )
    visitors_days: float = Field(
        default=30, ge=0, le=400, description="Who a visitor was is kept this long after they left."
    )
    keys_days: float = Field(
        default=7, ge=1, description="A command sent again within this time is done only once."
    )
    metrics_open: bool = Field(
        default=False,
        description="Show /metrics to anybody, not only to loopback and tokens; without kinds of commands.",
    )

    heads_file: Path | None = Field(
        default=None, description="The journal's head is appended to this file, on another disk."
    )
    heads_syslog: str | None = Field(
        default=None,
        description="... and sent to udp://HOST:514, tcp://HOST:601 or unix:///dev/log.",
    )
    heads_minutes: float = Field(
        default=15, ge=1, le=1440, description="How often a head that moved is kept there."
    )
    heads_key_file: Path | None = Field(
        default=None, description="File of 32 bytes or more; kept heads are signed with it."
    )
    heads_mail_to: Addresses = Field(
        default=None, description="... and mailed to these addresses, signed."
    )
    heads_mail_from: Address | None = Field(default=None, description="Sender of these mails.")
    heads_mail_hours: float = Field(
        default=24, ge=0.25, le=720, description="How often a head that moved is mailed."
    )
    heads_smtp: str | None = Field(
        default=None,
        description="smtps://HOST:465, smtp+starttls://HOST:587 or smtp://HOST:25.",
    )
    heads_smtp_user: str | None = Field(default=None, description="Signs in at the mail server.")
    heads_smtp_password_file: Path | None = Field(
        default=None, description="File with that user's password."
    )
    heads_tsa: str | None = Field(
        default=None, description="... and stamped by this RFC 3161 authority, into the file."
    )
    heads_tsa_ca: Path | None = Field(
        default=None, description="PEM file: the certificates that its stamps must end at."
    )

    tiles: str | None = Field(
        default=None,
        pattern=r"^https?://[^/\s{};,@'\"]+/[^\s;,'\"]*$",
        description="Address of map tiles with {z}, {x} and {y}; unset: none are fetched.",
    )
    tiles_attribution: str | None = Field(
        default=None, max_length=200, description="Whose tiles they are, written on the map."
    )
    tiles_system: Literal["wgs84", "gcj02"] = Field(
        default="wgs84", description="What the tiles are drawn in; gcj02: most Chinese ones."
    )

    lang: str | None = Field(
        default=None,
        pattern="^(zh-CN|en)$",
        description="The terminal's language, zh-CN or en; unset: that of LC_ALL or LANG.",
    )
    log_level: str = Field(
        default="info",
        pattern="^(debug|info|warning|error)$",
        description="debug, info, warning or error.",
    )
    log_json: bool = Field(default=False, description="One JSON object a line, for a collector.")

    @property
    def data_dir_given(self) -> bool:
        """Whether CC_DATA_DIR was set explicitly; otherwise the folder was found automatically."""
        return "data_dir" in self.model_fields_set

    @property
    def tiles_origin(self) -> str | None:
        """Scheme, host and port of the map tiles: the only other origin from which a page may load pictures."""
        if self.tiles is None:
            return None
        parts = urlsplit(self.tiles)
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("hosts", mode="before")
    @classmethod
    def split_hosts(cls, given: Any) -> Any:
        """Read `plant.example, 10.0.0.5` as two names."""
        if isinstance(given, str):
            return tuple(name.strip().lower() for name in given.split(",") if name.strip())
        return given

    @field_validator("second_factor_roles", mode="before")
    @classmethod
    def split_roles(cls, given: Any) -> Any:
        """Read `administrator, commander` as two roles."""
        if isinstance(given, str):
            return tuple(name.strip().lower() for name in given.split(",") if name.strip())
        return given

    @field_validator("heads_mail_to", mode="before")
    @classmethod
    def split_addresses(cls, given: Any) -> Any:
        """Read `safety@plant.example, it@plant.example` as two addresses."""
        if isinstance(given, str):
            return tuple(name.strip() for name in given.split(",") if name.strip())
        return given


def unknown_settings(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return `CC_*` variables that are not settings: a misspelt one would otherwise be silently ignored."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    return sorted(
        name
        for name in environ
        if name.startswith(PREFIX) and name not in known and not name.startswith(OF_OTHERS)
    )
