"""Certificates of OPC UA applications for tests: signed by themselves, as the standard asks for them."""

from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID


class Identity(NamedTuple):
    """A certificate (PEM) and its key, and the application's name."""

    certificate: Path
    key: Path
    uri: str


def identity(
    folder: Path,
    name: str,
    uri: str,
    *,
    said_uri: str | None = None,
    days: int = 30,
    address: str = "127.0.0.1",
) -> Identity:
    """A new one. `said_uri`: the certificate names another application; `days` below 0: it has run out."""
    folder.mkdir(parents=True, exist_ok=True)
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    own = x509.SubjectAlternativeName(
        [
            x509.UniformResourceIdentifier(said_uri or uri),
            x509.DNSName("localhost"),
            x509.IPAddress(IPv4Address(address)),
        ]
    )
    usage = x509.KeyUsage(True, True, True, True, False, True, False, False, False)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=60))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(own, critical=False)
        .add_extension(usage, critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / f"{name}.pem", folder / f"{name}.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return Identity(certificate, secret, uri)


def revoking(own: Identity, file: Path) -> Path:
    """A list in `file` that revokes the certificate of `own`, signed with its key."""
    certificate = x509.load_pem_x509_certificate(own.certificate.read_bytes())
    key = serialization.load_pem_private_key(own.key.read_bytes(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    now = datetime.now(UTC)
    revoked = (
        x509.RevokedCertificateBuilder()
        .serial_number(certificate.serial_number)
        .revocation_date(now - timedelta(days=1))
        .build()
    )
    made = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(certificate.issuer)
        .last_update(now - timedelta(days=1))
        .next_update(now + timedelta(days=30))
        .add_revoked_certificate(revoked)
        .sign(key, hashes.SHA256())
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return file
