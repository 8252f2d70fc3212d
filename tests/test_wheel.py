"""The wheel is the product too: built here, unpacked elsewhere, it holds and reads all that lies beside the code."""

import subprocess
import sys
import zipfile
from pathlib import Path

import orjson
import pytest

from command_center.data_files import data_folder
from command_center.words import LANGUAGES
from layouts.documents import DOCUMENTS, text_of

ROOT = Path(__file__).parents[1]
LEFT_OUT = {"images", "declared", "made", "types"}
"""Pictures of the documents, which the pages do not draw; what only checks of the scripts read."""

READ = """
import sys
sys.path.insert(0, sys.argv[1])
import orjson
from command_center.data_files import data_folder
from command_center.site_file import load
from layouts.documents import text_of
assert str(data_folder("docs")).startswith(sys.argv[1]), data_folder("docs")
assert len(load(data_folder("sites") / "demo" / "site.yaml").tanks) > 1
asked = orjson.loads(sys.argv[2])
sys.stdout.buffer.write(orjson.dumps([text_of(name, lang) for name, lang in asked]))
"""


def run(*command: str, cwd: Path) -> bytes:
    """What a process of this environment says; it must end well."""
    done = subprocess.run([sys.executable, *command], cwd=cwd, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel was unpacked."""
    made, folder = tmp_path_factory.mktemp("made"), tmp_path_factory.mktemp("unpacked")
    run("-m", "hatchling", "build", "-t", "wheel", "-d", str(made), cwd=ROOT)
    [wheel] = made.iterdir()
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(folder)
    return folder


@pytest.mark.parametrize("name", ["assets", "docs", "sites"])
def test_every_file_beside_the_code_is_in_it(unpacked: Path, name: str) -> None:
    def files(folder: Path) -> dict[str, bytes]:
        named = [(path.relative_to(folder), path) for path in folder.rglob("*") if path.is_file()]
        return {
            str(inside): path.read_bytes()
            for inside, path in named
            if not LEFT_OUT & set(inside.parts)
        }

    there = files(unpacked / "command_center" / "_data" / name)
    assert there
    assert there == files(data_folder(name))


def test_what_the_help_shows_is_read_from_it(unpacked: Path, tmp_path: Path) -> None:
    """And not from a repository beside it, which an installed one has not."""
    asked = [(name, lang) for name in DOCUMENTS for lang in LANGUAGES]
    said = run("-c", READ, str(unpacked), orjson.dumps(asked).decode(), cwd=tmp_path)
    assert orjson.loads(said) == [list(text_of(name, lang)) for name, lang in asked]
