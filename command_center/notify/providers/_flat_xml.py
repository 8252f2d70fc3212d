"""Reads the flat XML of a callback as WeCom posts it: one element with text fields.

The parser is expat, and a document type is refused at its first character, so no entity can ever be declared: neither
one that expands without end nor one that names a file or an address. A library (defusedxml) would use the same
handler for this.
"""

from xml.parsers import expat

LIMIT = 65_536
"""The most bytes that are read (ours; a callback has less than one thousand)."""
DEPTH = 8


def fields_of(document: bytes) -> dict[str, str]:
    """Return the text of each field below the root; deeper fields are ignored. Raises ValueError."""
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
