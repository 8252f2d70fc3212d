"""What the documents for engineers say is there: files and links exist, every dependency has its reason."""

import io
import re
import tokenize
import tomllib
from pathlib import Path

import pytest

from command_center.domain.site.model import TagKind
from command_center.words import LANGUAGES, catalogue
from tests.support.declared_doors import EVERY_DOOR

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
HOW_TOS = sorted(DOCS.glob("howto-*.md"))
FOR_ENGINEERS = [
    ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "CONTRIBUTING.md",
    DOCS / "architecture.md", DOCS / "decisions.md", DOCS / "dependencies.md", *HOW_TOS,
]  # fmt: skip
SOURCES = (
    "command_center",
    "layouts",
    "callbacks",
    "assets",
    "simulations",
    "tests",
    "benchmarks",
    "tools",
)
PRODUCT = ROOT / "command_center"
TOP = "|".join(
    re.escape(p.name) for above in (ROOT, PRODUCT) for p in sorted(above.iterdir()) if p.is_dir()
)
PATH = re.compile(rf"`((?:{TOP})/[\w./-]*)`")
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
PICTURE = re.compile(r"images/([\w.-]+\.png)")
NEW = re.compile(r"`([^`]+)` \(new\)")
FIRST_CELL = re.compile(r"^\| (`.+?) \|", re.MULTILINE)


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def missing(page: Path) -> set[str]:
    """The files and folders that a page names and that are not there, without those it asks to make.

    A path begins at the repository or at `command_center/`.
    """
    text = page.read_text("utf-8")
    named = set(PATH.findall(text)) - set(NEW.findall(text))
    return {path for path in named if not ((ROOT / path).exists() or (PRODUCT / path).exists())}


def test_every_picture_is_shown_by_a_document_and_every_shown_one_is_there() -> None:
    pages = [*ROOT.glob("README*.md"), *DOCS.glob("*.md")]
    shown = {picture for page in pages for picture in PICTURE.findall(page.read_text("utf-8"))}
    assert shown == {file.name for file in (DOCS / "images").iterdir()}


@pytest.mark.parametrize("page", FOR_ENGINEERS, ids=name)
def test_a_page_names_only_files_that_exist(page: Path) -> None:
    assert missing(page) == set()


@pytest.mark.parametrize("page", FOR_ENGINEERS, ids=name)
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text("utf-8"))
    assert {link for link in links if not (page.parent / link).exists()} == set()


def test_the_files_of_each_how_to_are_listed_and_new_ones_do_not_exist_yet() -> None:
    assert {page.stem for page in HOW_TOS} >= {
        f"howto-{what}" for what in ("channel", "command", "page", "row", "tag-kind")
    }
    for page in HOW_TOS:
        text = page.read_text("utf-8")
        assert len(FIRST_CELL.findall(text)) >= 3, f"{page.name} lists no files"
        there = {path for path in NEW.findall(text) if (ROOT / path).exists()}
        assert there == set(), f"{page.name} asks to make what exists: take another example"


ALIKE = ("drills", "matters", "plant-data", "templates")
"""Documents whose Chinese twin says all that the English one says, part by part."""
HEADING = re.compile(r"^(#+) ", re.MULTILINE)
CELLS = re.compile(r"^\|.*\|$", re.MULTILINE)
ITEM = re.compile(r"^(?:- |\d+\. )", re.MULTILINE)


@pytest.mark.parametrize("document", ALIKE)
def test_a_chinese_twin_has_the_parts_of_the_english_one(document: str) -> None:
    english = (DOCS / f"{document}.md").read_text("utf-8")
    chinese = (DOCS / f"{document}.zh-CN.md").read_text("utf-8")
    assert f"({document}.zh-CN.md)" in english
    assert f"({document}.md)" in chinese
    for part in (HEADING, CELLS, ITEM):
        assert len(part.findall(chinese)) == len(part.findall(english)), part.pattern
    assert HEADING.findall(chinese) == HEADING.findall(english)
    assert chinese.count("```") == english.count("```")
    assert set(OPERATION.findall(chinese)) == set(OPERATION.findall(english))
    assert set(FILE.findall(chinese)) == set(FILE.findall(english))


def test_every_how_to_is_found_from_the_architecture() -> None:
    text = (DOCS / "architecture.md").read_text("utf-8")
    assert {page.name for page in HOW_TOS} <= set(LINK.findall(text))


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {re.split(r"[\[<>=~! ;]", one)[0].lower() for one in project["dependencies"]}
    page = (DOCS / "dependencies.md").read_text("utf-8").lower()
    told = set(re.findall(r"[\w.-]+", page))
    assert wanted - told == set()


@pytest.mark.parametrize("kind", TagKind)
def test_a_kind_of_tag_is_offered_where_a_history_is_chosen(kind: TagKind) -> None:
    script = (ROOT / "assets" / "tanks" / "history_panel.js").read_text("utf-8")
    found = re.search(r"const KINDS = \[([^\]]*)\]", script)
    assert found
    assert f'"{kind}"' in found[1]
    for lang in LANGUAGES:
        assert f"history.kind.{kind}" in catalogue(lang)


NAMED_FILE = re.compile(r"(?<![\w./*-])((?:[\w-]+/)*[\w-]+\.(?:py|js|css|md))\b(?!\.)")


def prose(file: Path) -> str:
    """The comments and docstrings of a source file; nothing where it names no file at all."""
    text = file.read_text("utf-8")
    if not NAMED_FILE.search(text):
        return ""
    if file.suffix == ".py":
        parts = [token.string for token in tokenize.generate_tokens(io.StringIO(text).readline)
                 if token.type == tokenize.COMMENT or token.string.endswith('"""')]  # fmt: skip
        return "\n".join(parts)
    return "\n".join(re.findall(r"/\*.*?\*/", text, re.DOTALL))


def test_comments_name_only_files_that_exist() -> None:
    sources = [
        file
        for top in SOURCES
        for file in sorted((ROOT / top).rglob("*"))
        if file.suffix in {".py", ".js", ".css"}
    ]
    there = {
        name(file) for top in (*SOURCES, "docs", "sites") for file in (ROOT / top).rglob("*.*")
    }
    there |= {file.name for file in ROOT.iterdir()}
    # Each by its whole path, by its name, and by every end of its path between.
    there |= {path[at + 1 :] for path in there for at, sign in enumerate(path) if sign == "/"}
    lost = {
        f"{name(file)}: {named}"
        for file in sources
        for named in NAMED_FILE.findall(prose(file))
        if named not in there
    }
    assert lost == set()


EVERY_PAGE = [
    *ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "examples").rglob("*.md"), *(ROOT / "benchmarks").rglob("*.md"),
]  # fmt: skip
FILE = re.compile(r"`([a-z_][\w.-]*(?:/[\w.-]+)+\.(?:py|js|css|ts|yaml|toml|json|md|txt|sh))`")
"""A file in a folder, as a document names one; not an absolute path of somebody's machine."""
OPERATION = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE) (/[\w./{}<>:-]*)")
ELSEWHERE = re.compile(r"^(?:my-plant|var|sites)/")
"""Folders that a reader has or makes."""
OF_OTHERS = frozenset({"POST /v1.0/card/callbacks/register"})
"""Doors of other programs: DingTalk's."""
PREFIX = "/api/v1"


def known_doors() -> set[tuple[str, tuple[str, ...]]]:
    """Every operation as its method and the parts of its path, without the prefix."""
    return {(one.method.upper(), parts_of(one.path)) for one in EVERY_DOOR}


def parts_of(path: str) -> tuple[str, ...]:
    return tuple(path.removeprefix(PREFIX).strip("/").split("/"))


def same(named: tuple[str, ...], door: tuple[str, ...]) -> bool:
    """A part of a door that is filled in may be written as a word in capitals, in brackets, or as an example."""
    return len(named) == len(door) and all(
        one == other or other.startswith("{") for one, other in zip(named, door, strict=True)
    )


@pytest.mark.parametrize("page", EVERY_PAGE, ids=name)
def test_every_file_that_a_document_names_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    named = set(FILE.findall(text)) - set(NEW.findall(text))
    within = (ROOT, PRODUCT, ROOT / "assets", page.parent)
    lost = {
        path
        for path in named
        if not ELSEWHERE.match(path) and not any((folder / path).exists() for folder in within)
    }
    assert lost == set()


@pytest.mark.parametrize("page", EVERY_PAGE, ids=name)
def test_every_door_that_a_document_names_is_there(page: Path) -> None:
    doors = known_doors()
    lost = {
        f"{method} {path}"
        for method, path in OPERATION.findall(page.read_text("utf-8"))
        if not any(m == method and same(parts_of(path), door) for m, door in doors)
    }
    assert lost - OF_OTHERS == set()


def test_a_document_that_names_another_file_or_door_is_found_out() -> None:
    """The patterns see what a writer writes: a wrong method, a missing file in a known or unknown folder."""
    text = "`alarms/watch.py` and `domain/alarms/watch.py`; `PUT /api/v1/people/PERSON/contacts`"
    assert FILE.findall(text) == ["alarms/watch.py", "domain/alarms/watch.py"]
    [(method, path)] = OPERATION.findall(text)
    doors = known_doors()
    assert not any(m == method and same(parts_of(path), door) for m, door in doors)
    assert any(m == "POST" and same(parts_of(path), door) for m, door in doors)
