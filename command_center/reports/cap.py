"""A warning as a document of the Common Alerting Protocol (OASIS CAP 1.2, ITU-T X.1303 bis).

The document is made from the journal alone: the same message of the same journal is the same bytes.
"""

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

from command_center.domain.incidents.warning.public_warning import (
    category_of,
    certainty_of,
    evacuated_areas,
    hot_zone_ring,
    severity_of,
    urgency_of,
)
from command_center.domain.site.map.geography import to_wgs84
from command_center.domain.site.model import Site
from command_center.domain.site.parts.base import Point
from command_center.domain.site.parts.hazard import HAZARD_NAMES
from command_center.domain.state.incidents.warned import PublicWarning, WarningMessage
from command_center.reports.speaker import Speaker
from command_center.words import LANGUAGES

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MEDIA = "application/cap+xml"
DECIMALS = 6
"""Of a degree: a tenth of a metre."""
HEADLINE_MOST = 160
"""Characters of a headline (CAP 1.2, 3.2.2)."""


def identifier(site: Site, incident: str, message: WarningMessage) -> str:
    """Return an identifier unique for this sender, without the characters that CAP forbids. It contains the time, so
    it stays unique after the journal was restored from a copy: incident and fact numbers then continue from the
    copy's.
    """
    return f"{site.id}.{incident}.{message.seq}.{message.sent}"


def known_as(site: Site, incident: str, message: WarningMessage) -> tuple[str, str]:
    """Return every identifier under which a message may have been sent: earlier releases left out the time."""
    return f"{site.id}.{incident}.{message.seq}", identifier(site, incident, message)


def cap_document(
    site: Site, incident: str, messages: Sequence[WarningMessage], sender: str, *, public: bool
) -> bytes:
    """Return the last of `messages` as XML in UTF-8; the others are referred to. `sender` identifies this center
    among all senders (CAP 1.2: no spaces, commas, `<` or `&`). If not `public`, the scope is restricted.
    """
    message = messages[-1]
    warning = message.warning
    speakers = [Speaker(site, lang) for lang in LANGUAGES]
    alert = ET.Element("alert", xmlns=NAMESPACE)
    _add(alert, "identifier", identifier(site, incident, message))
    _add(alert, "sender", sender)
    _add(alert, "sent", _when(speakers[0], message.sent))
    _add(alert, "status", "Exercise" if is_exercise(site, message) else "Actual")
    _add(alert, "msgType", message.type)
    _add(alert, "source", "Emergency Command Center")
    _add(alert, "scope", "Public" if public else "Restricted")
    if not public:
        _add(alert, "restriction", _in_all(speakers, "cap.restriction"))
    if notes := _notes(site, message, speakers):
        _add(alert, "note", notes)
    if len(messages) > 1:
        told = [
            f"{sender},{name},{_when(speakers[0], one.sent)}"
            for one in messages[:-1]
            for name in known_as(site, incident, one)
        ]
        _add(alert, "references", " ".join(told))
    _add(alert, "incidents", incident)
    for speaker in speakers:
        _info(alert, speaker, warning, exercise=is_exercise(site, message))
    ET.indent(alert)
    content: bytes = ET.tostring(alert, "utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + content + b"\n"


def is_exercise(site: Site, message: WarningMessage) -> bool:
    """Whether a message is an exercise: all messages of a drill or of a simulated plant are."""
    return message.exercise or site.simulated


def _notes(site: Site, message: WarningMessage, speakers: list[Speaker]) -> str:
    notes = []
    if message.exercise:
        notes.append(_in_all(speakers, "cap.exercise"))
    elif site.simulated:
        notes.append(_in_all(speakers, "cap.simulated"))
    if message.warning.over == "withdrawn":
        reason = message.warning.reason
        told = (speaker.say("cap.withdrawn", reason=speaker.text(reason)) for speaker in speakers)
        notes.append(" ".join(told))
    return " ".join(notes)


def _info(alert: ET.Element, speaker: Speaker, warning: PublicWarning, *, exercise: bool) -> None:
    site = speaker.site
    title = speaker.text(warning.title)
    mark = _joined(speaker, [speaker.say("cap.mark"), ""]) if exercise else ""
    info = ET.SubElement(alert, "info")
    _add(info, "language", speaker.lang)
    _add(info, "category", category_of(warning))
    event = speaker.text(HAZARD_NAMES[warning.hazard]) if warning.hazard else title
    _add(info, "event", f"{mark}{event}")
    _add(info, "responseType", _response(warning))
    _add(info, "urgency", urgency_of(warning))
    _add(info, "severity", severity_of(site, warning))
    _add(info, "certainty", certainty_of(warning))
    _add(info, "onset", _when(speaker, warning.t0))
    _add(info, "senderName", speaker.text(site.name))
    _add(info, "headline", f"{mark}{title}"[:HEADLINE_MOST])
    _add(info, "description", f"{mark}{_description(speaker, warning)}")
    _add(info, "instruction", f"{mark}{_instruction(speaker, warning)}")
    level = next((one.name for one in site.levels if one.id == warning.level), None)
    parameter = ET.SubElement(info, "parameter")
    _add(parameter, "valueName", "level")
    _add(parameter, "value", speaker.text(level) if level else warning.level)
    ring = hot_zone_ring(site, warning)
    if ring is not None:
        words = speaker.say(
            "cap.hot_zone", metres=_metres(warning), place=speaker.named(warning.place)
        )
        _area(info, site, words, ring)
    for area, outline in evacuated_areas(site, warning):
        words = speaker.say("cap.evacuated_area", area=speaker.text(area.name))
        _area(info, site, words, outline)


def _response(warning: PublicWarning) -> str:
    if warning.over == "broken_off":  # reality may warn of something else at this moment
        return "Monitor"
    if warning.over:
        return "AllClear"
    return "Evacuate" if warning.zones else "Avoid"


def _description(speaker: Speaker, warning: PublicWarning) -> str:
    place = speaker.named(warning.place)
    told = [speaker.say("cap.where", place=place, at=speaker.minute(warning.t0))]
    if warning.over == "closed":
        told.append(speaker.say("cap.closed"))
    elif warning.over == "withdrawn":
        told.append(speaker.say("cap.withdrawn", reason=speaker.text(warning.reason)))
    elif warning.over:
        told.append(speaker.say(f"cap.{warning.over}"))
    else:
        told.append(speaker.say("cap.hot_zone_is", metres=_metres(warning), place=place))
        if warning.isolated:
            told.append(speaker.say("cap.isolated"))
        if warning.zones:
            told.append(speaker.say("cap.evacuated", areas=_areas(speaker, warning)))
        if warning.missing:
            told.append(speaker.say("cap.missing", n=len(warning.missing)))
    return _joined(speaker, told)


def _instruction(speaker: Speaker, warning: PublicWarning) -> str:
    if warning.over == "broken_off":
        return speaker.say("cap.follow_others")
    if warning.over:
        return speaker.say("cap.all_clear")
    told = [speaker.say("cap.leave", areas=_areas(speaker, warning))] if warning.zones else []
    return _joined(speaker, [*told, speaker.say("cap.keep_away")])


def _joined(speaker: Speaker, sentences: Iterable[str]) -> str:
    return ("" if speaker.lang.startswith("zh") else " ").join(sentences)


def _areas(speaker: Speaker, warning: PublicWarning) -> str:
    return speaker.listed(speaker.named(zone) for zone in warning.zones)


def _metres(warning: PublicWarning) -> str:
    return f"{warning.hot_zone_m:g}"


def _in_all(speakers: list[Speaker], key: str) -> str:
    return " ".join(speaker.say(key) for speaker in speakers)


def _area(info: ET.Element, site: Site, words: str, ring: Sequence[Point]) -> None:
    """CAP 1.2 wants pairs "latitude,longitude", the last the same as the first."""
    pairs = []
    for x, y in ring:
        lat, lon = to_wgs84(site.anchor, x, y)
        pairs.append(f"{lat:.{DECIMALS}f},{lon:.{DECIMALS}f}")
    area = ET.SubElement(info, "area")
    _add(area, "areaDesc", words)
    _add(area, "polygon", " ".join(pairs))


def _when(speaker: Speaker, ms: int) -> str:
    """To the second, with the plant's distance from UTC, which CAP wants in figures ("-00:00" for none)."""
    told = speaker.local(ms).replace(microsecond=0).isoformat()
    return told.replace("+00:00", "-00:00")


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text
