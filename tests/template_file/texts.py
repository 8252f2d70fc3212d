"""A small template whose lines the tests of mistakes change, and what it may name."""

from command_center.domain.template_language.known import Known
from command_center.domain.template_language.template import Description
from command_center.template_file import read_text

CATEGORIES = """reference: kinds
entries: {fire: {title: {zh: 火灾, en: Fire}, of: {smoke: {title: {zh: 烟, en: Smoke}}}}}
"""
LINES = {
    "template": "small",
    "law": "{of: GB 30871-2022, clauses: {'5.1': {quote: {zh: 原文, en: words}}}}",
    "fields": "",
    "  place": "{type: place, required: true, locked: '5.1'}",
    "  kind": "{type: taxonomy, of: kinds}",
    "  level": "{type: choice, of: [low, high]}",
    "  depth": "{type: number, unit: m, at_least: 0, at_most: 9}",
    "  gas": "{type: list, of: {o2: {type: number, unit: '%'}, who: {type: person}}, least: 1, "
    "limits: {o2: [{at_least: 19.5}]}}",
    "  checked": "{type: checklist, of: kinds}",
    "parties": "{finder: opener, owner: {post_of: place, never: [finder]}}",
    "states": "[draft, open, closed]",
    "moves": "",
    "  start": "{from: draft, to: open, by: owner, guards: [gas_fresh: {within: 30 min, locked: '5.1'}]}",
    "  end": "{from: open, to: closed, by: [owner, duty], needs: [depth, reason]}",
    "due": "{end: {within: 8 h, yellow: 0.8, red: 1, late: end}}",
    "valid": "{from: start, at_most: 8 h, locked: '5.1'}",
}


def text(**changes: str) -> str:
    """The small template with lines changed; a line of None is left out. `_` stands for the indent."""
    lines = dict(LINES)
    for key, value in changes.items():
        key = key.replace("__", "  ", 1) if key.startswith("__") else key
        if key not in lines:  # another move
            before = [(name, lines.pop(name)) for name in ("due", "valid")]
            lines |= {key: value, **dict(before)}
        lines[key] = value
    return "".join(
        f"{key}: {value}".rstrip() + "\n" for key, value in lines.items() if value != "-"
    )


def known() -> Known:
    """The reference that it names."""
    described, problems = read_text(CATEGORIES)
    assert described is not None
    assert problems == []
    return Known({described.id: described}, frozenset({"chief"}))


def small() -> Description:
    """The small template itself, as the library would hold it."""
    described, problems = read_text(text(), "", known())
    assert described is not None
    assert [p.line("en") for p in problems] == []
    return described
