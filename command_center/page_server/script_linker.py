"""Joins the pages' ES modules into classic scripts, each module after those it imports: one that every page loads, and
one of its own for each.

A browser asks twice, the content security policy needs no hash, and nobody who runs the center needs
node or deno. Modules keep to a subset of ES modules:

- at the head, and one after the other: `import { a, b as c } from "./x.js";` or `import "./x.js";`
- at the start of a line: `export` before a `function`, a `class` or a `const` with one name
- no circle of imports, no default export, no `export let`, no dynamic import

Whatever breaks this is a LinkError that names file and line.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath

Read = Callable[[str], str]
"""The text of a module by its path below the folder of the scripts, `map/people.js`. Raises OSError
when there is none."""

_SPACE = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_IMPORT = re.compile(r'import(?:\s*\{([^{}]*)\}\s*from)?\s*"([^"\n]+)";')
_NAME = re.compile(r"([A-Za-z_$][\w$]*)(?:\s+as\s+([A-Za-z_$][\w$]*))?")
_EXPORT = re.compile(r"export ((?:async )?function\*?|class|const) ([A-Za-z_$][\w$]*)")
_STRAY = re.compile(r"^(import|export)\b", re.MULTILINE)
_DYNAMIC = re.compile(r"(?<![\w.$])import\s*(?:\(|\.meta\b)")


class LinkError(ValueError):
    """A module that cannot be linked: the problem, file and line."""

    def __init__(self, path: str, line: int, wrong: str) -> None:
        super().__init__(f"{path}:{line}: {wrong}")


@dataclass(frozen=True)
class Import:
    """One import. `names` are (exported name, local name) pairs; empty if a module is only loaded."""

    path: str
    names: tuple[tuple[str, str], ...]
    line: int


@dataclass(frozen=True)
class Module:
    """A parsed module. `code` has as many lines as the file: imports are turned into constants, and the word `export`
    is removed.
    """

    path: str
    imports: tuple[Import, ...]
    exports: tuple[str, ...]
    code: str


@dataclass(frozen=True)
class Script:
    """One classic script: its modules in order, and its source map (lines only)."""

    text: str
    map: str
    modules: tuple[str, ...]


LINKED = "command-center-linked"
"""An event of the window, with all modules so far by their paths in `detail`: no script leaves a global name by which
a test or a person at a console could reach them."""
_GIVEN = "command-center-modules"
"""An event of the window: a page's own script asks the shared one for its modules with a function in `detail`."""


def link(entry: str, read: Read) -> Script:
    """Return the script of `entry` and everything it imports, directly or indirectly. Raises LinkError."""
    return _joined(_Graph(read).added([entry]), _ALONE)


def link_pages(
    entry: str, pages: Mapping[str, Sequence[str]], read: Read
) -> tuple[Script, dict[str, Script]]:
    """Return the script that every page loads first (`entry` and all its imports), and for each of `pages` its own
    script: its first modules and what they import beyond the shared one. Raises LinkError.
    """
    graph = _Graph(read)
    shared = _joined(graph.added([entry]), _SHARED)
    return shared, {
        name: _joined(graph.beside().added(entries), _OWN) for name, entries in pages.items()
    }


_LINKED = f'dispatchEvent(new CustomEvent("{LINKED}", {{ detail: modules }}));'
_MAKES = ("(() => {", '"use strict";', "const modules = Object.create(null);")
_ALONE = (_MAKES, (_LINKED, "})();"))
_SHARED = (
    _MAKES,
    (
        f'addEventListener("{_GIVEN}", ({{ detail }}) => detail(modules), {{ once: true }});',
        *_ALONE[1],
    ),
)
_OWN = (
    (f'dispatchEvent(new CustomEvent("{_GIVEN}", {{ detail: (modules) => {{', '"use strict";'),
    (_LINKED, "} }));"),
)
"""What stands before and after the modules of a script."""


def _joined(modules: Sequence[Module], around: tuple[tuple[str, ...], tuple[str, ...]]) -> Script:
    first, last = around
    lines = [*first]
    mappings = [""] * len(lines)
    before = (0, 0)
    for number, module in enumerate(modules):
        lines.append(f"modules[{json.dumps(module.path)}] = (() => {{")
        mappings.append("")
        for n, line in enumerate(module.code.split("\n")):
            lines.append(line)
            mappings.append(_segment(number - before[0], n - before[1]))
            before = (number, n)
        lines.append(f"return {{ {', '.join(module.exports)} }};")
        lines.append("})();")
        mappings += ["", ""]
    lines += last
    paths = tuple(module.path for module in modules)
    source_map = {"version": 3, "sources": paths, "names": [], "mappings": ";".join(mappings)}
    return Script("\n".join(lines), json.dumps(source_map), paths)


def read_below(folder: Path) -> Read:
    """Reads modules from a folder."""
    return lambda path: (folder / path).read_text(encoding="utf-8")


class _Graph:
    """Modules in their order, each read once."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._parsed: dict[str, Module] = {}
        self._done: dict[str, Module] = {}

    def beside(self) -> "_Graph":
        """Another one that begins where this one stands."""
        other = _Graph(self._read)
        other._parsed, other._done = self._parsed, dict(self._done)
        return other

    def added(self, entries: Sequence[str]) -> list[Module]:
        """The modules that `entries` and their imports add to those linked so far; each stands after its own
        imports."""
        known = len(self._done)
        for entry in entries:
            self._visit(entry, None, [])
        return list(self._done.values())[known:]

    def _visit(self, path: str, wanted_by: tuple[str, int] | None, open_: list[str]) -> Module:
        if path in self._done:
            return self._done[path]
        if path in open_ and wanted_by:
            circle = " -> ".join([*open_[open_.index(path) :], path])
            raise LinkError(*wanted_by, f"a circle of imports: {circle}")
        module = self._module(path, wanted_by)
        open_.append(path)
        for one in module.imports:
            given = self._visit(one.path, (path, one.line), open_).exports
            for name, _ in one.names:
                if name not in given:
                    raise LinkError(path, one.line, f"{one.path} exports no {name}")
        open_.pop()
        self._done[path] = module
        return module

    def _module(self, path: str, wanted_by: tuple[str, int] | None) -> Module:
        if path not in self._parsed:
            try:
                text = self._read(path)
            except OSError as missing:
                raise LinkError(*(wanted_by or (path, 1)), f"there is no {path}") from missing
            self._parsed[path] = parse(path, text)
        return self._parsed[path]


def parse(path: str, text: str) -> Module:
    """Parse a module's imports, exports and code. Raises LinkError if it leaves the supported subset."""

    def line_of(at: int) -> int:
        return text.count("\n", 0, at) + 1

    imports: list[Import] = []
    code: list[str] = []
    at = 0
    while True:
        space = _SPACE.match(text, at)
        if space:
            code.append(space[0])
            at = space.end()
        found = _IMPORT.match(text, at)
        if not found:
            break
        one = _imported(path, line_of(at), found)
        imports.append(one)
        given = ", ".join(a if a == b else f"{a}: {b}" for a, b in one.names)
        constant = f"const {{ {given} }} = modules[{json.dumps(one.path)}];" if given else ""
        code.append(constant + "\n" * found[0].count("\n"))
        at = found.end()

    exports: list[str] = []
    stray = _STRAY.search(text, at)
    while stray:
        code.append(text[at : stray.start()])
        found = _EXPORT.match(text, stray.start())
        if not found:
            raise LinkError(path, line_of(stray.start()), _WRONG[stray[1]])
        if found[2] in exports:
            raise LinkError(path, line_of(stray.start()), f"{found[2]} is exported twice")
        exports.append(found[2])
        code.append(found[0].removeprefix("export "))
        at = found.end()
        stray = _STRAY.search(text, at)
    code.append(text[at:])
    dynamic = _DYNAMIC.search("".join(code))
    if dynamic:
        line = "".join(code).count("\n", 0, dynamic.start()) + 1
        raise LinkError(path, line, _WRONG["import"])
    return Module(path, tuple(imports), tuple(exports), "".join(code).rstrip("\n"))


_WRONG = {
    "import": 'imports stand at the head, as `import { name } from "./file.js";`',
    "export": "`export` stands before a function, a class or a const with one name",
}


def _imported(path: str, line: int, found: re.Match[str]) -> Import:
    names, target = found[1], found[2]
    if not target.startswith(("./", "../")) or not target.endswith(".js"):
        raise LinkError(path, line, f'"{target}" is no path of a script, as "./file.js" is')
    there = normpath(join(dirname(path), target))
    if there.startswith(".."):
        raise LinkError(path, line, f'"{target}" is outside the folder of the scripts')
    parts = [part.strip() for part in (names or "").split(",") if part.strip()]
    named: list[tuple[str, str]] = []
    for part in parts:
        name = _NAME.fullmatch(part)
        if not name:
            raise LinkError(path, line, f"`{part}` is no name to import")
        named.append((name[1], name[2] or name[1]))
    return Import(there, tuple(named), line)


_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def _segment(source: int, line: int) -> str:
    """The start of a generated line is that of a source's line; both counted from the one before."""
    return "".join(_vlq(value) for value in (0, source, line, 0))


def _vlq(value: int) -> str:
    """A figure of a source map (version 3): base 64, the sign in the lowest bit."""
    rest = -value << 1 | 1 if value < 0 else value << 1
    digits = []
    while True:
        digit, rest = rest & 31, rest >> 5
        digits.append(_BASE64[digit | (32 if rest else 0)])
        if not rest:
            return "".join(digits)
