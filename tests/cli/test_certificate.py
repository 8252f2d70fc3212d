"""`command-center certificate`: a pair that a client trusts by the plant's authority, and nothing overwritten."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from stat import S_IMODE

import pytest
from cryptography import x509

from command_center.cli.certificate import BadCertificate, make, read_name
from tests.cli.command_line import command_center, one_line

NOW = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
BOARD = "board.plant.example"


def read(file: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(file.read_bytes())


def test_the_command_says_what_it_made_and_which_settings_use_it(tmp_path: Path) -> None:
    folder = tmp_path / "tls"
    said = command_center(tmp_path, "certificate", folder, "--name", BOARD, "--name", "[::1]")
    assert said.returncode == 0, said.stderr
    [cert] = folder.glob("server-*.crt")
    [key] = folder.glob("server-*.key")
    assert f"CC_TLS_CERT={cert}" in said.stdout
    assert f"CC_TLS_KEY={key}" in said.stdout
    assert "plant-ca.crt" in said.stdout


def test_without_names_it_is_for_those_that_browsers_may_use(tmp_path: Path) -> None:
    command_center(tmp_path, "certificate", tmp_path / "tls", CC_HOSTS=f"{BOARD},10.0.0.5")
    [cert] = (tmp_path / "tls").glob("server-*.crt")
    names = read(cert).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == [BOARD]
    assert [str(one) for one in names.get_values_for_type(x509.IPAddress)] == ["10.0.0.5"]


def test_keys_are_their_owners_alone(tmp_path: Path) -> None:
    made = make(tmp_path, [BOARD], NOW)
    assert [S_IMODE(key.stat().st_mode) for key in (made.key, made.authority_key)] == [0o600] * 2


def test_no_file_is_overwritten(tmp_path: Path) -> None:
    made = make(tmp_path, [BOARD], NOW)
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(BadCertificate, match="nothing was overwritten"):
        make(tmp_path, [BOARD], NOW)
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before
    assert made.new


def test_a_renewed_one_is_of_the_same_authority(tmp_path: Path) -> None:
    first = make(tmp_path, [BOARD], NOW)
    second = make(tmp_path, [BOARD], NOW + timedelta(days=700))
    assert not second.new
    assert second.certificate != first.certificate
    read(second.certificate).verify_directly_issued_by(read(first.authority))


def test_it_lasts_as_long_as_every_phone_accepts_and_no_longer_than_its_authority(
    tmp_path: Path,
) -> None:
    first = make(tmp_path, [BOARD], NOW)
    assert first.until - NOW == timedelta(days=825)
    late = make(tmp_path, [BOARD], NOW + timedelta(days=3500))
    assert late.until == read(first.authority).not_valid_after_utc
    with pytest.raises(BadCertificate, match="expired"):
        make(tmp_path, [BOARD], NOW + timedelta(days=3651))


def test_the_authority_speaks_for_these_names_only(tmp_path: Path) -> None:
    made = make(tmp_path, [BOARD], NOW)
    limits = read(made.authority).extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical
    assert limits.value.permitted_subtrees == [x509.DNSName(BOARD)]
    assert len(limits.value.excluded_subtrees or []) == 2  # no address at all
    with pytest.raises(BadCertificate, match=r"bank\.example"):
        make(tmp_path, ["bank.example"], NOW + timedelta(days=1))


@pytest.mark.parametrize(
    "name", ["https://board", "board:8443", "*.plant.example", "", "a b", "300.1"]
)
def test_what_is_no_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadCertificate, match="neither a host name nor an address"):
        read_name(name)
    said = one_line(command_center(tmp_path, "certificate", tmp_path / "tls", "--name", name))
    assert "without port" in said
    assert not (tmp_path / "tls").exists()


def test_an_authority_without_its_key_is_said(tmp_path: Path) -> None:
    made = make(tmp_path, [BOARD], NOW)
    made.authority_key.unlink()
    with pytest.raises(BadCertificate, match=r"plant-ca\.key"):
        make(tmp_path, [BOARD], NOW + timedelta(days=1))


def test_the_key_of_another_authority_is_said(tmp_path: Path) -> None:
    made, other = make(tmp_path / "a", [BOARD], NOW), make(tmp_path / "b", [BOARD], NOW)
    made.authority_key.write_bytes(other.authority_key.read_bytes())
    with pytest.raises(BadCertificate, match="is not the key of"):
        make(tmp_path / "a", [BOARD], NOW + timedelta(days=1))
