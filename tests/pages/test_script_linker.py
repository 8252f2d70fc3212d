"""The pages' modules as one script: in order, each with its own names, and a mistake told with its place."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from command_center.page_server.made_scripts import MADE
from command_center.page_server.page_files import scripts_of_pages
from command_center.page_server.script_linker import (
    LinkError,
    Script,
    link,
    link_pages,
    parse,
)
from layouts.pages import SCRIPTS
from tests.support.modules import ASSETS, page_with

WRITTEN = {
    "main.js": 'import { double as twice } from "./base/sum.js";\nimport "./panel.js";\n\nwindow.told = twice(4);\n',
    "base/sum.js": (
        '/* Sums. */\nimport {\n  add,\n} from "./add.js";\n\n'
        "const local = 1;\nexport const double = (n) => add(n, n) * local;\n"
    ),
    "base/add.js": "const local = 5;\nexport function add(a, b) {\n  return a + b + local - local;\n}\n",
    "panel.js": 'import { add } from "./base/add.js";\nexport class Panel {}\nwindow.panel = add(1, 1);\n',
}


def linked(**changed: str) -> str:
    files = WRITTEN | {name.replace("__", "/") + ".js": text for name, text in changed.items()}

    def read(path: str) -> str:
        if path not in files:
            raise FileNotFoundError(path)
        return files[path]

    return link("main.js", read).text


def test_each_module_runs_once_after_those_it_imports_and_keeps_its_names(browser: Browser) -> None:
    page = browser.new_page()
    before = page.evaluate("Object.keys(window)")
    page.add_script_tag(content=linked())
    assert page.evaluate("[window.told, window.panel]") == [8, 2]
    assert set(page.evaluate("Object.keys(window)")) - set(before) == {"told", "panel"}
    page.close()


PAGES = {"two": ("panel.js",), "sums": ("base/double.js", "panel.js"), "none": ()}


def linked_pages() -> tuple[Script, dict[str, Script]]:
    files = {
        "main.js": 'import { add } from "./base/add.js";\nwindow.told = add(1, 2);\n',
        "base/double.js": WRITTEN["base/sum.js"],
        "base/add.js": WRITTEN["base/add.js"] + "window.added = (window.added || 0) + 1;\n",
        "panel.js": WRITTEN["panel.js"],
    }
    return link_pages("main.js", PAGES, files.__getitem__)


def test_a_page_has_its_own_modules_beside_those_that_all_share(browser: Browser) -> None:
    shared, own = linked_pages()
    assert shared.modules == ("base/add.js", "main.js")
    assert {name: script.modules for name, script in own.items()} == {
        "two": ("panel.js",),
        "sums": ("base/double.js", "panel.js"),
        "none": (),
    }
    for name, told in {"two": [3, 2, 1], "sums": [3, 2, 1], "none": [3, None, 1]}.items():
        page = browser.new_page()
        before = page.evaluate("Object.keys(window)")
        page.add_script_tag(content=shared.text)
        page.add_script_tag(content=own[name].text)
        assert page.evaluate("[window.told, window.panel, window.added]") == told, name
        made = set(page.evaluate("Object.keys(window)")) - set(before)
        assert made <= {"told", "panel", "added"}
        page.close()


def test_a_line_of_a_pages_own_script_leads_to_its_file() -> None:
    script = linked_pages()[1]["two"]
    mapped = positions(json.loads(script.map)["mappings"])
    lines = script.text.split("\n")
    assert {lines[at] for at in mapped if mapped[at] == (0, 1)} == {"class Panel {}"}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            {"panel": 'import { sub } from "./base/add.js";\n'},
            "panel.js:1: base/add.js exports no sub",
        ),
        ({"panel": '\nimport "./gone.js";\n'}, "panel.js:2: there is no gone.js"),
        (
            {"base__add": 'import { double } from "./sum.js";\nexport const add = double;\n'},
            "base/add.js:1: a circle of imports: base/sum.js -> base/add.js -> base/sum.js",
        ),
        ({"panel": "const a = 1;\nexport default a;\n"}, "panel.js:2: `export` stands before"),
        ({"panel": "export let a = 1;\n"}, "panel.js:1: `export` stands before"),
        ({"panel": "export { told };\n"}, "panel.js:1: `export` stands before"),
        ({"panel": "export const { a, b } = {};\n"}, "panel.js:1: `export` stands before"),
        (
            {"panel": 'import * as all from "./base/add.js";\n'},
            "panel.js:1: imports stand at the head",
        ),
        ({"panel": 'f();\nimport "./base/add.js";\n'}, "panel.js:2: imports stand at the head"),
        ({"panel": 'const a = () =>\n  import("./base/add.js");\n'}, "panel.js:2: imports stand"),
        ({"panel": 'import "react";\n'}, 'panel.js:1: "react" is no path of a script'),
        ({"panel": 'import "../secret.js";\n'}, 'panel.js:1: "../secret.js" is outside the folder'),
        (
            {"panel": "export const a = 1;\nexport const a = 2;\n"},
            "panel.js:2: a is exported twice",
        ),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(changed: dict[str, str], told: str) -> None:
    with pytest.raises(LinkError, match=f"^{re.escape(told)}"):
        linked(**changed)


def test_a_line_of_the_script_leads_to_that_of_its_file() -> None:
    script = link("main.js", WRITTEN.__getitem__)
    mapped = positions(json.loads(script.map)["mappings"])
    sources = json.loads(script.map)["sources"]
    lines = script.text.split("\n")
    seen = 0
    for number, at in mapped.items():
        source, line = sources[at[0]], at[1]
        original = WRITTEN[source].split("\n")[line]
        if original and not original.startswith(("import", "  add,", "}")):
            assert lines[number] == original.removeprefix("export ")
            seen += 1
    assert seen > 8


def positions(mappings: str) -> dict[int, tuple[int, int]]:
    """Line of the script -> (source, line there); a reading of the format apart from its writing."""
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    found: dict[int, tuple[int, int]] = {}
    source = line = 0
    for number, segment in enumerate(mappings.split(";")):
        values, value, shift = [], 0, 0
        for digit in map(digits.index, segment):
            value |= (digit & 31) << shift
            shift += 5
            if not digit & 32:
                values.append(-(value >> 1) if value & 1 else value >> 1)
                value = shift = 0
        if values:
            source, line = source + values[1], line + values[2]
            found[number] = (source, line)
    return found


def test_every_script_of_the_pages_is_in_one_that_is_sent() -> None:
    """A panel that nothing imports would be missing without a word. The phone's worker is a script of its own."""
    shared, own = scripts_of_pages(ASSETS)
    linked = {*shared.modules, *(module for script in own.values() for module in script.modules)}
    kept = {str(f.relative_to(ASSETS)) for f in ASSETS.rglob("*.js") if f.parent.name != "worker"}
    assert linked == kept | set(MADE)


@pytest.mark.usefixtures("deno_files")
def test_the_linker_finds_the_imports_that_deno_finds(tmp_path: Path) -> None:
    """Its few patterns read the same graph as a whole parser. What a comment names for its types alone is
    no code."""
    deno = Path(sys.executable).parent / "deno"
    begins = {"main.js"}.union(*SCRIPTS.values())
    entry = tmp_path / "entry.js"
    entry.write_text("".join(f'import "{(ASSETS / one).as_uri()}";\n' for one in sorted(begins)))
    told = subprocess.run(
        [deno, "info", "--json", entry], capture_output=True, check=True, text=True
    )
    modules = json.loads(told.stdout)["modules"]
    root = f"file://{ASSETS}/"
    deno_reads = {
        one["local"].removeprefix(f"{ASSETS}/"): {
            part["code"]["specifier"].removeprefix(root)
            for part in one.get("dependencies", ())
            if "code" in part  # a type that is imported in a comment is no part of the script
        }
        for one in modules
        if one["local"].endswith(".js") and one["local"] != str(entry)
    }
    ours = {
        path: {one.path for one in parse(path, (ASSETS / path).read_text("utf-8")).imports}
        for path in deno_reads
    }
    assert len(ours) > 100
    assert ours == deno_reads


def test_what_a_test_puts_instead_of_a_module_is_used(browser: Browser) -> None:
    page = page_with(
        browser, "base/signs.js", instead={"base/words.js": "export const say = (key) => key;\n"}
    )
    assert page.evaluate("center.worst(['note', 'urgent'])") == "urgent"
    page.close()
