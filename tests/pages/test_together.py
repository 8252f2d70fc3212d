"""Our own styles as one file and our scripts as two: in order, whole, and where Dash put the first."""

import json
from pathlib import Path

import brotli
from flask import Flask, request

from command_center.page_server.page_files import install_page_files
from layouts.index import together

LIBRARY = '<script src="/_dash-component-suites/dash/deps/react.js"></script>'
RENDERER = '<script src="/_dash-component-suites/dash/dash_renderer.js"></script>'


def own(name: str, changed: int = 1) -> str:
    return f'<script src="/assets/{name}.js?m={changed}"></script>'


def test_our_own_scripts_are_two_where_the_first_of_them_stood() -> None:
    elements = "\n".join([LIBRARY, own("a"), own("map/b"), RENDERER])
    made = together(elements, "pages.js", "pages/wall.js")
    sources = [part.split('"')[0] for part in made.split('src="')[1:]]
    assert [source.split("?")[0] for source in sources] == [
        "/_dash-component-suites/dash/deps/react.js",
        "/assets/pages.js",
        "/assets/pages/wall.js",
        "/_dash-component-suites/dash/dash_renderer.js",
    ]
    [shared, wall] = [source.split("?")[1] for source in sources if "/assets/" in source]
    assert shared == wall, "both change with any of the files"


def test_its_address_changes_with_any_of_them() -> None:
    before = together(own("a") + own("b"), "pages.js")
    assert before == together(own("a") + own("b"), "pages.js")
    assert before != together(own("a") + own("b", 2), "pages.js")
    assert before != together(own("a"), "pages.js")
    assert before != together(own("a") + own("b"), "pages.js", made="another version")


def test_a_page_without_any_stays_as_it_is() -> None:
    assert together(LIBRARY, "pages.js") == LIBRARY


def test_what_is_served_is_every_module_before_those_that_import_it(tmp_path: Path) -> None:
    files = {
        "main.js": 'import { a } from "./map/a.js";\na();\n',
        "map/a.js": "export const a = () => 1;\n",
        "wall/wall.js": 'import { a } from "../map/a.js";\nimport { b } from "./b.js";\nb(a());\n',
        "wall/b.js": "export const b = () => 3;\n",
        "map/map.css": "c {}",
        "wall/a.css": "b {}",
        "base/tokens.css": "a {}",
    }
    for path, code in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(code)
    server = Flask(__name__)
    install_page_files(server, tmp_path, {"wall": ("wall/wall.js",), "log": ()})
    browser = server.test_client()

    def read(name: str, query: int = 1) -> str:
        answer = browser.get(f"/assets/{name}?m={query}")
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        return answer.text

    text, wall = read("pages.js"), read("pages/wall.js")
    assert text.index("const a = () => 1;") < text.index("a();")
    assert text.endswith("//# sourceMappingURL=pages.js.map\n")
    assert wall.endswith("//# sourceMappingURL=wall.js.map\n")
    assert [
        json.loads(read(f"{name}.map"))["sources"] for name in ("pages.js", "pages/wall.js")
    ] == [
        ["map/a.js", "main.js"],
        ["wall/b.js", "wall/wall.js"],
    ]
    assert "const" not in read("pages/log.js"), "nothing of its own"
    assert browser.get("/assets/pages/nowhere.js?m=1").status_code == 404
    assert read("pages.css") == "a {}\nb {}\nc {}", "the tokens, then by name"
    (tmp_path / "map" / "a.js").write_text("export const a = () => 2;\n")
    (tmp_path / "wall" / "b.js").write_text("export const b = () => 4;\n")
    assert "const a = () => 2;" in read("pages.js", 2)
    assert "const b = () => 4;" in read("pages/wall.js", 2)


def test_a_thousand_queries_are_one_file_compressed_once_until_it_changes(tmp_path: Path) -> None:
    code = tmp_path / "main.js"
    code.write_text("a();" * 1_000)
    server = Flask(__name__)
    install_page_files(server, tmp_path, {})
    browser = server.test_client()

    def asked(query: int) -> bytes:
        answer = browser.get(f"/assets/pages.js?m={query}", headers={"Accept-Encoding": "br"})
        assert answer.headers["Content-Encoding"] == "br"
        return bytes(brotli.decompress(answer.data))

    assert {b"a();" * 1_000 in asked(number) for number in range(20)} == {True}
    kept = set()
    for number in range(20):
        with server.test_request_context(f"/assets/pages.js?m={number}"):
            kept.add(server.config["COMPRESS_CACHE_KEY"](request))
    assert len(kept) == 1
    code.write_text("b();" * 1_000)
    assert b"b();" * 1_000 in asked(0)
