"""Reads the flat XML of a callback: one element with fields of text, as WeCom posts them.

The parser is expat itself, and a document type is refused at its first character, so that no entity is ever
declared: neither one that grows without end nor one that names a file or an address. A library for it
(defusedxml) would guard the same door by the same handler.
"""

from xml.parsers import expat

LIMIT = 65_536
"""The most bytes that are read (ours; a callback has less than one thousand)."""
DEPTH = 8


def fields_of(document: bytes) -> dict[str, str]:
    """The text of each field below the root; what is nested deeper is left out. Raises ValueError."""
    if len(document) > LIMIT:
        raise ValueError("the document is too large")
    fields: dict[str, str] = {}
    path: list[str] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        path.append(name)
        if len(path) > DEPTH:
            raise ValueError("the document is too deep")
        if len(path) == 2:
            if name in fields:
                raise ValueError("a field stands there twice")
            fields[name] = ""

    def end(name: str) -> None:
        path.pop()

    def text(piece: str) -> None:
        if len(path) == 2:
            fields[path[1]] += piece

    def doctype(*_: object) -> None:
        raise ValueError("a document type is not taken")

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(document, True)
    except expat.ExpatError as error:
        raise ValueError("the document is no XML") from error
    return {name: value.strip() for name, value in fields.items()}
