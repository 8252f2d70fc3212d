"""Rules about the code as a whole, checked rather than remembered."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
# Split, so that this file does not name what it forbids.
REGISTRY_HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
    )
]


def committed_files() -> list[Path]:
    listed = subprocess.run(
        # The checkout may belong to another user than the one who tests.
        [
            "git",
            "-c",
            "safe.directory=*",
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_imports_go_downward_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    exit_code = lint_imports(no_cache=True)
    assert exit_code == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    "package",
    [
        "command_center",
        "command_center/domain",
        "command_center/domain/matters",
        "command_center/domain/state",
        "command_center/domain/incidents",
        "command_center/domain/site",
        "command_center/live/rows",
        "command_center/store",
        "command_center/web",
        "command_center/web/doors",
        "command_center/boot",
        "command_center/cli",
        "command_center/notify",
        "command_center/gateway",
        "layouts",
        "command_center/domain/drills",
        "command_center/domain/scenarios",
    ],
)
def test_every_package_and_module_has_its_place_in_the_layers(package: str) -> None:
    """A new package that no contract names could import whatever it likes."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    named = {
        module
        for contract in contracts
        if contract["type"] == "layers"
        for layer in contract["layers"]
        for module in re.findall(r"[\w.]+", layer)
    }
    folder = ROOT / package
    modules = {file.stem for file in folder.glob("*.py")} - {"__init__"}
    packages = {file.parent.name for file in folder.glob("*/__init__.py")}
    dotted = package.replace("/", ".")
    assert {f"{dotted}.{name}" for name in modules | packages} <= named


def test_no_file_names_a_package_registry() -> None:
    for file in committed_files():
        if not file.is_file():  # deleted and not yet committed
            continue
        content = file.read_bytes()
        named = [host for host in REGISTRY_HOSTS if host.encode() in content]
        assert not named, f"{file.relative_to(ROOT)} names a package registry: {named}"
