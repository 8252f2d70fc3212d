"""Renders a program document from Markdown to Dash components.

Only the Markdown that our documents use is supported. Pictures are left out: the screens themselves are one click
away.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from dash import html
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

CODE = "zxx"
"""The language of what is none: file names, commands, keys; as BCP 47 has it."""
ANCHOR = "at-"
"""Before the ids of headings, so that none is an id of the page's own parts."""
PARTS: dict[str, Callable[..., Any]] = {
    "paragraph": html.P, "strong": html.Strong, "em": html.Em, "list_item": html.Li,
    "bullet_list": html.Ul, "ordered_list": html.Ol, "blockquote": html.Blockquote,
    "thead": html.Thead, "tbody": html.Tbody, "tr": html.Tr, "th": html.Th, "td": html.Td,
}  # fmt: skip
CELLS = frozenset({"th", "td"})
"""Parts that stand although nothing is in them: what comes after them keeps its column."""
HEADINGS = {"h1": html.H2, "h2": html.H3}
"""One lower than in the file: the page's own heading stands above them. All others are H4."""

_READER = MarkdownIt("commonmark", {"html": False}).enable("table")
_WIDE = re.compile(r"[\u2e80-\uffef]")


def slug(words: str) -> str:
    """Return a heading's anchor, in GitHub's form."""
    return re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")


def drawn(text: str, address: Callable[[str], str | None], also: Sequence[str] = ()) -> list[Any]:
    """Return the document's components. `address` gives the link target of a link, or of code that is an address;
    None: it is shown without a link. `also` are further anchors of the headings, in their order: those of the same
    document in another language.
    """
    return _Writer(address, also).all(SyntaxTreeNode(_READER.parse(text)).children)


def anchors(text: str) -> list[str]:
    """Return the anchors of a document's headings, in their order."""
    tree = SyntaxTreeNode(_READER.parse(text))
    return [slug(_words(one)) for one in tree.walk() if one.type == "heading"]


def _words(node: SyntaxTreeNode) -> str:
    return "".join(map(_words, node.children)) if node.children else node.content or " "


class _Writer:
    """Draws one document; `taken` are the ids of its headings so far."""

    def __init__(self, address: Callable[[str], str | None], also: Sequence[str]) -> None:
        self.address = address
        self.also = iter(also)
        self.taken: set[str] = set()

    def all(self, nodes: Sequence[SyntaxTreeNode]) -> list[Any]:
        parts: list[Any] = []
        for at, node in enumerate(nodes):
            if node.type == "softbreak":
                parts.append(_break(nodes[at - 1], nodes[at + 1]))
            else:
                parts += self.one(node)
        return parts

    def one(self, node: SyntaxTreeNode) -> list[Any]:
        match node.type:
            case "text":
                return [node.content]
            case "code_inline":
                code = html.Code(node.content, lang=CODE)
                to = None if "#" in node.content else self.address(node.content)
                return [html.A(code, href=to) if to else code]
            case "hardbreak":
                return [html.Br()]
            case "fence" if node.info == "mermaid":
                return []  # a drawing of how it is built, for who builds it
            case "fence" | "code_block":
                return [html.Pre(html.Code(node.content.rstrip("\n"), lang=CODE), tabIndex=0)]
            case "link":
                to = self.address(str(node.attrs["href"]))
                inner = self.all(node.children)
                return [html.A(inner, href=to)] if to else inner
            case "heading":
                return [self.heading(node)]
            case "table":
                table = html.Table(self.all(node.children))
                return [html.Div(table, className="table-scroll", tabIndex=0)]
            case kind if kind in PARTS and not node.hidden:
                inner = self.all(node.children)
                return [PARTS[kind](inner)] if inner or kind in CELLS else []
            case _:
                return self.all(node.children) if node.type != "image" else []

    def heading(self, node: SyntaxTreeNode) -> Any:
        name = ANCHOR + slug(_words(node))
        mine: dict[str, Any] = {} if name in self.taken else {"id": name}
        self.taken.add(name)
        inside = self.all(node.children)
        other = ANCHOR + next(self.also, "")
        if other not in {ANCHOR, *self.taken}:
            self.taken.add(other)
            inside.insert(0, html.Span(id=other))
        return HEADINGS.get(node.tag, html.H4)(inside, **mine)


def _break(before: SyntaxTreeNode, after: SyntaxTreeNode) -> str:
    """A line's end is a space, but between Chinese signs nothing."""
    wide = _WIDE.match(_words(before)[-1:]) and _WIDE.match(_words(after)[:1])
    return "" if wide else " "
