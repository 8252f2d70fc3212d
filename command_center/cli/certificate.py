"""`command-center certificate`: makes the certificates with which a plant serves its board over HTTPS.

Browsers allow a screen wake lock, and phones a page on the home screen, only over HTTPS. A server that is not
reachable from the internet gets no public certificate, so the plant makes its own authority, which every screen
trusts once. The authority can issue for the given names only (RFC 5280, 4.2.1.10, name constraints): a stolen key
cannot impersonate another site.
"""

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path
from typing import Annotated

import typer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from command_center.cli.speaking import say
from command_center.clock import Clock
from command_center.settings import Settings
from command_center.words.system import why
from command_center.words.worded_error import Said

AUTHORITY, AUTHORITY_KEY = "plant-ca.crt", "plant-ca.key"
AUTHORITY_LASTS = timedelta(days=3650)
SERVER_LASTS = timedelta(days=825)
"""The longest that Apple's devices accept of an authority that was added by hand (support.apple.com/103214)."""
EARLIER = timedelta(days=1)
"""Valid since a day before it was made: the clocks of screens differ."""
NAME = re.compile(
    r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*"
)
COMMON_NAME_LIMIT = 64
"""Characters of a common name (RFC 5280, upper bounds)."""

Name = str | IPv4Address | IPv6Address


class BadCertificate(Said):
    """A name that is not valid in a certificate, a file that already exists, or an authority that cannot be used."""


@dataclass(frozen=True, slots=True)
class Made:
    """The files written: the authority's certificate, which screens trust, and the server's files. `new` says whether
    the authority is new.
    """

    authority: Path
    authority_key: Path
    certificate: Path
    key: Path
    until: datetime
    new: bool


def read_name(given: str) -> Name:
    """Return a host name in lower case, or an IP address; `[::1]` is accepted. Raises BadCertificate."""
    bare = given.strip().lower()
    try:
        return ip_address(bare.removeprefix("[").removesuffix("]"))
    except ValueError:
        if NAME.fullmatch(bare) and not bare.replace(".", "").isdigit():
            return bare
    raise BadCertificate("cli.certificate.bad_name", name=given)


def make(folder: Path, names: list[Name], now: datetime) -> Made:
    """Write a certificate for `names` into `folder`, issued by the plant's authority, which is created if missing.

    Nothing is overwritten, and only the owner can read the keys. Raises BadCertificate, OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    day = now.astimezone(UTC).date().isoformat()
    made = folder / f"server-{day}.crt", folder / f"server-{day}.key"
    ca_file, ca_key_file = folder / AUTHORITY, folder / AUTHORITY_KEY
    for file in made:
        if file.exists():
            raise BadCertificate("cli.certificate.exists", file=str(file))
    new = not ca_file.exists() and not ca_key_file.exists()
    if new:
        ca, ca_key = _authority(names, now)
        _write(ca_key_file, _pem_of(ca_key), 0o600)
        _write(ca_file, ca.public_bytes(serialization.Encoding.PEM), 0o644)
    else:
        ca, ca_key = _read_authority(ca_file, ca_key_file)
        _allows(ca, ca_file, names)
    key = generate_private_key(SECP256R1())
    until = min(now + SERVER_LASTS, ca.not_valid_after_utc)
    if until <= now:
        raise BadCertificate("cli.certificate.authority_over", file=str(ca_file))
    certificate = _certificate(ca, ca_key, key, names, now, until)
    _write(made[1], _pem_of(key), 0o600)
    _write(made[0], certificate.public_bytes(serialization.Encoding.PEM), 0o644)
    return Made(ca_file, ca_key_file, made[0], made[1], until, new)


def _authority(
    names: list[Name], now: datetime
) -> tuple[x509.Certificate, EllipticCurvePrivateKey]:
    key = generate_private_key(SECP256R1())
    name = _named(f"Command Center CA {now.year} {names[0]}")
    builder = (
        _begun(name, name, key, now, now + AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(_constraints(names), critical=True)
    )
    return builder.sign(key, hashes.SHA256()), key


def _certificate(
    ca: x509.Certificate,
    ca_key: EllipticCurvePrivateKey,
    key: EllipticCurvePrivateKey,
    names: list[Name],
    now: datetime,
    until: datetime,
) -> x509.Certificate:
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key())
    builder = (
        _begun(_named(str(names[0])), ca.subject, key, now, until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.SubjectAlternativeName([_general(one) for one in names]), critical=False
        )
        .add_extension(issuer_key, critical=False)
    )
    return builder.sign(ca_key, hashes.SHA256())


def _begun(
    subject: x509.Name,
    issuer: x509.Name,
    key: EllipticCurvePrivateKey,
    now: datetime,
    until: datetime,
) -> x509.CertificateBuilder:
    own_key = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - EARLIER)
        .not_valid_after(until)
        .add_extension(own_key, critical=False)
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:COMMON_NAME_LIMIT])])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _general(name: Name) -> x509.GeneralName:
    return x509.DNSName(name) if isinstance(name, str) else x509.IPAddress(name)


def _constraints(names: list[Name]) -> x509.NameConstraints:
    """Name constraints that permit only `names`. A kind of name (DNS, IPv4, IPv6) of which none is given is
    excluded entirely."""
    permitted: list[x509.GeneralName] = [
        x509.DNSName(name) if isinstance(name, str) else x509.IPAddress(ip_network(name))
        for name in names
    ]
    excluded: list[x509.GeneralName] = []
    if not any(isinstance(name, str) for name in names):
        excluded.append(x509.DNSName(""))
    for kind, everything in ((IPv4Address, "0.0.0.0/0"), (IPv6Address, "::/0")):
        if not any(isinstance(name, kind) for name in names):
            excluded.append(x509.IPAddress(ip_network(everything)))
    return x509.NameConstraints(permitted, excluded or None)


def _read_authority(file: Path, key_file: Path) -> tuple[x509.Certificate, EllipticCurvePrivateKey]:
    try:
        ca = x509.load_pem_x509_certificate(file.read_bytes())
        key = serialization.load_pem_private_key(key_file.read_bytes(), None)
    except OSError as error:
        said = {"file": str(error.filename), "why": why(error)}
        raise BadCertificate("cli.certificate.no_authority", **said) from error
    except (ValueError, TypeError) as error:
        said = {"file": f"{file}, {key_file}", "why": str(error)}
        raise BadCertificate("cli.certificate.no_authority", **said) from error
    if not isinstance(key, EllipticCurvePrivateKey) or key.public_key() != ca.public_key():
        raise BadCertificate("cli.certificate.other_key", file=str(file), key=str(key_file))
    return ca, key


def _allows(ca: x509.Certificate, file: Path, names: list[Name]) -> None:
    """Raises BadCertificate for a name that screens would refuse, because the authority may not speak for it."""
    try:
        permitted = ca.extensions.get_extension_for_class(x509.NameConstraints).value
    except x509.ExtensionNotFound:
        return
    allowed = [one.value for one in permitted.permitted_subtrees or []]
    for name in names:
        if not any(_is_within(name, one) for one in allowed):
            raise BadCertificate("cli.certificate.not_allowed", name=str(name), file=str(file))


def _is_within(name: Name, allowed: object) -> bool:
    if isinstance(name, str):
        return isinstance(allowed, str) and (name == allowed or name.endswith(f".{allowed}"))
    return not isinstance(allowed, str) and name in allowed  # type: ignore[operator]


def _pem_of(key: EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _write(file: Path, content: bytes, mode: int) -> None:
    """Made by this very call or not at all."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError as error:
        raise BadCertificate("cli.certificate.exists", file=str(file)) from error
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)


def certificate(
    folder: Annotated[Path, typer.Argument()],
    name: Annotated[list[str] | None, typer.Option("--name")] = None,
) -> None:
    """Create the plant's certificate authority, if there is none, and a server certificate signed by it."""
    asked = [read_name(one) for one in name or Settings().hosts]
    names = list(dict.fromkeys(asked))
    now = datetime.fromtimestamp(Clock().now() // 1000, UTC)
    made = make(folder, names, now)
    until = made.until.date().isoformat()
    if made.new:
        typer.echo(say("cli.certificate.authority", file=str(made.authority)))
        typer.echo(say("cli.certificate.authority_key", file=str(made.authority_key)))
    told = ", ".join(map(str, names))
    typer.echo(say("cli.certificate.made", file=str(made.certificate), names=told, until=until))
    typer.echo(say("cli.certificate.next"))
    typer.echo(f"  CC_TLS_CERT={made.certificate.resolve()}")
    typer.echo(f"  CC_TLS_KEY={made.key.resolve()}")


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("certificate")(certificate)
