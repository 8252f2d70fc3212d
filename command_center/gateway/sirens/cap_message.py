"""Reads CAP 1.2 documents, and builds the document that tests a siren."""

from datetime import UTC, datetime
from secrets import token_hex
from typing import NamedTuple
from xml.etree import ElementTree

from command_center.words import LANGUAGES, say

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MEDIA = "application/cap+xml"
LARGEST = 1_000_000
"""Characters of a document (ours)."""


class CapHead(NamedTuple):
    """The head of a CAP document: identifier, status, type and expiry (UTC epoch ms; None if not given)."""

    identifier: str
    status: str
    type: str
    expires: int | None


def head_of(document: str) -> CapHead:
    """Return the head of a document. Raises ValueError if it is not CAP 1.2."""
    if len(document) > LARGEST or "<!DOCTYPE" in document:
        raise ValueError("the document is too large, or has a document type")
    try:
        root = ElementTree.fromstring(document)
    except ElementTree.ParseError as error:
        raise ValueError(f"no XML: {error}") from error
    if root.tag != f"{{{NAMESPACE}}}alert":
        raise ValueError(f"no CAP 1.2 but {root.tag[:80]}")

    def text(path: str) -> str:
        names = "/".join(f"{{{NAMESPACE}}}{part}" for part in path.split("/"))
        return (root.findtext(names) or "").strip()

    head = CapHead(
        text("identifier"), text("status"), text("msgType"), _moment(text("info/expires"))
    )
    if not (head.identifier and head.status and head.type):
        raise ValueError("identifier, status or msgType is missing")
    return head


def _moment(told: str) -> int | None:
    """A time of CAP as UTC epoch ms. CAP 1.2 (3.3.2) asks for the offset from UTC: without one nobody knows which
    moment is meant, and the clock of this computer is no answer. Raises ValueError."""
    if not told:
        return None
    moment = datetime.fromisoformat(told)
    if moment.tzinfo is None:
        raise ValueError(f"expires {told[:40]} has no offset from UTC (CAP 1.2, 3.3.2)")
    return round(moment.timestamp() * 1000)


def document_of_test(gateway: str, now_ms: int) -> str:
    """Return a CAP 1.2 document of status Test, which recipients must disregard (CAP 1.2, 3.2.1). Each has its own
    identifier.
    """
    sent = datetime.fromtimestamp(now_ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S-00:00")
    alert = ElementTree.Element("alert", xmlns=NAMESPACE)
    for name, told in (
        ("identifier", f"{gateway}.test.{now_ms}.{token_hex(4)}"),
        ("sender", gateway),
        ("sent", sent),
        ("status", "Test"),
        ("msgType", "Alert"),
        ("source", "Emergency Command Center"),
        ("scope", "Restricted"),
        ("restriction", " ".join(say(lang, "cap.restriction") for lang in LANGUAGES)),
        ("note", " ".join(say(lang, "cap.test") for lang in LANGUAGES)),
    ):
        ElementTree.SubElement(alert, name).text = told
    for lang in LANGUAGES:
        info = ElementTree.SubElement(alert, "info")
        for name, told in (
            ("language", lang),
            ("category", "Safety"),
            ("event", say(lang, "cap.test_event")),
            ("responseType", "None"),
            ("urgency", "Unknown"),
            ("severity", "Unknown"),
            ("certainty", "Unknown"),
            ("headline", say(lang, "cap.test")),
        ):
            ElementTree.SubElement(info, name).text = told
    ElementTree.indent(alert)
    text = ElementTree.tostring(alert, "unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'
