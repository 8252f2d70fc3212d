"""`command-center service`: writes systemd units for the center, a sender or a gateway, and their log settings.

The administrator installs the files: this command changes nothing of the system. For each line of hardening see
systemd.exec(5).
"""

import re
import sys
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from command_center.cli.speaking import end, lang, refuse, say
from command_center.settings import JOURNAL, Settings

NAME = "command-center"
ETC, STATE = Path("/etc") / NAME, Path("/var/lib") / NAME
FREE_PORTS = 1024
"""Ports below this one belong to the system (ip(7), ip_unprivileged_port_start)."""
JOURNALD = f"""# Logs of the command center alone: /etc/systemd/journald@{NAME}.conf. Read them by
#     journalctl --namespace={NAME} -u {NAME}
[Journal]
Storage=persistent
Compress=yes
SystemMaxUse=2G
SystemMaxFileSize=64M
MaxRetentionSec=90day
RateLimitIntervalSec=30s
RateLimitBurst=20000
"""
HARDENING = """\
NoNewPrivileges=yes
AmbientCapabilities={capability}
CapabilityBoundingSet={capability}
ProtectSystem=strict
ProtectHome={home}
PrivateTmp=yes
PrivateDevices=yes
DevicePolicy=closed
ProtectClock=yes
ProtectHostname=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
KeyringMode=private
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @mount @swap @reboot @obsolete @debug
SystemCallErrorNumber=EPERM
UMask=0077
"""


class What(StrEnum):
    """Which process a unit runs."""

    CENTER = "center"
    SENDER = "sender"
    GATEWAY = "gateway"


def service(
    what: Annotated[What, typer.Argument()],
    site: Annotated[Path | None, typer.Option("--site")] = None,
    file: Annotated[Path | None, typer.Option("--file")] = None,
    account: Annotated[str, typer.Option("--account")] = NAME,
    into: Annotated[Path, typer.Option("--into")] = Path(),
) -> None:
    """Write a hardened systemd unit and its log settings into a folder."""
    units = {
        What.CENTER: lambda: _center(site, account),
        What.SENDER: lambda: _sender(account),
        What.GATEWAY: lambda: _gateway(file, account),
    }
    name = NAME if what is What.CENTER else f"{NAME}-{what.value}"
    texts = {f"{name}.service": units[what](), f"journald@{NAME}.conf": JOURNALD}
    try:
        into.mkdir(parents=True, exist_ok=True)
        for written, text in texts.items():
            (into / written).write_text(text, encoding="utf-8")
            typer.echo(say("cli.service.said.written", file=str(into / written)))
    except OSError as error:
        end(say("cli.os_error", why=f"{error.filename}: {error.strerror}"))
    for owned in re.findall(r"^ReadWritePaths=(.*)$", texts[f"{name}.service"], re.MULTILINE):
        typer.echo(say("cli.service.said.own", folder=owned, account=account))
    typer.echo(
        say(
            "cli.service.said.install",
            unit=name,
            account=account,
            units=str(into / f"{name}.service"),
            logs=str(into / f"journald@{NAME}.conf"),
            settings=str(ETC / f"{what.value}.env"),
        )
    )


def _center(site: Path | None, account: str) -> str:
    """The web process. Its data stays where it is, if it is known already; a new one lies below /var/lib."""
    plant = site or Settings().site
    if plant is None:
        refuse(say("cli.serve.no_site"))
    settings = Settings(site=plant)
    begun = settings.data_dir_given or (settings.data_dir / JOURNAL).exists()
    data = settings.data_dir.absolute() if begun else STATE
    environ = {
        "CC_SITE": str(plant.absolute()),
        "CC_DATA_DIR": str(data),
        "CC_LOG_JSON": "true",
        "CC_LANG": lang(),
    }
    if settings.port < FREE_PORTS:
        environ["CC_PORT"] = str(settings.port)  # with it goes the right to listen there
    kept = [settings.heads_file.absolute().parent] if settings.heads_file is not None else []
    return _unit(
        What.CENTER, "-m command_center", account, environ, [data, *kept],
        reads=[plant.absolute()], binds=settings.port < FREE_PORTS,
    )  # fmt: skip


def _sender(account: str) -> str:
    """What sends for a board of another zone: CC_DATABASE_URL and CC_CHANNELS stand among its settings."""
    return _unit(
        What.SENDER, "-m command_center.boot.sender", account,
        {"CC_LOG_JSON": "true", "CC_LANG": lang()}, [STATE],
    )  # fmt: skip


def _gateway(file: Path | None, account: str) -> str:
    """The gateway of a file, which keeps values in the buffer's folder."""
    from command_center.gateway.file.reading import GatewayFileError, read_gateway

    if file is None:
        refuse(say("cli.service.said.no_file"))
    try:
        found = read_gateway(file)
    except GatewayFileError as error:
        end(error.sentence(lang()))
    spool = Path(found.buffer.path).absolute()
    return _unit(
        What.GATEWAY, f"-P -m command_center.gateway {_quoted(str(file.absolute()).replace('$', '$$'))} 0", account,
        {"CC_LANG": lang()}, [spool], reads=[file.absolute()],
    )  # fmt: skip


def _unit(
    what: What,
    module: str,
    account: str,
    environ: Mapping[str, str],
    writes: list[Path],
    *,
    reads: list[Path] | None = None,
    binds: bool = False,
) -> str:
    """The text of a unit. `writes` are all the folders it may write, `binds` whether it listens below port 1024."""
    homes = [Path(sys.executable), *writes, *(reads or [])]
    hidden = not any(_is_home(path) for path in homes)
    own = {
        "capability": "CAP_NET_BIND_SERVICE" if binds else "",
        "home": "yes" if hidden else "read-only",
    }
    return "\n".join(
        [
            f"# Written by `command-center service {what.value}`. Settings and secrets: {ETC / f'{what.value}.env'},",
            "# a line NAME=VALUE each, readable by root alone (chmod 600).",
            "[Unit]",
            f"Description=Emergency Command Center ({what.value})",
            "Documentation=file:///usr/share/doc/command-center",
            "Wants=network-online.target",
            "After=network-online.target time-sync.target postgresql.service redis.service",
            "StartLimitIntervalSec=0",
            "",
            "[Service]",
            "Type=exec",
            f"User={account}",
            f"Group={account}",
            *(f"Environment={_quoted(f'{name}={value}')}" for name, value in environ.items()),
            f"EnvironmentFile=-{ETC / f'{what.value}.env'}",
            f"ExecStart={_quoted(sys.executable)} {module}",
            *_folders(writes, account),
            "Restart=always",
            "RestartSec=2",
            "TimeoutStopSec=40",
            "OOMScoreAdjust=-500",
            "LimitNOFILE=65536",
            f"LogNamespace={NAME}",
            "",
            "# Hardening",
            HARDENING.format(**own),
            "[Install]",
            "WantedBy=multi-user.target",
            "",
        ]
    )


def _folders(writes: list[Path], account: str) -> Iterator[str]:
    """Where it may write; systemd makes and owns what lies below /var/lib."""
    for path in dict.fromkeys(writes):
        if path.is_relative_to("/var/lib"):
            yield f"StateDirectory={path.relative_to('/var/lib')}"
        else:
            owned = f"-o {account} -g {account} -m 0700"
            yield f"ExecStartPre=+/usr/bin/install -d {owned} {_quoted(str(path))}"
            yield f"ReadWritePaths={_quoted(str(path))}"
    yield "StateDirectoryMode=0700"
    yield f"WorkingDirectory={_quoted(str(writes[0]))}"


def _is_home(path: Path) -> bool:
    return any(path.is_relative_to(home) for home in ("/home", "/root", "/run/user"))


def _quoted(value: str) -> str:
    """A word of a unit: systemd splits at spaces and takes % for its own."""
    value = value.replace("\\", "\\\\").replace("%", "%%").replace('"', '\\"')
    return f'"{value}"' if any(sign in value for sign in " \t'\"") else value


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("service")(service)
