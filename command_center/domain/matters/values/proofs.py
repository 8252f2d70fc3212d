"""Records facts about photographs, voice notes, signatures and positions as evidence.

The acting person must have brought a photograph, and it must not have been evidence before. One that
a colleague brought too is accepted and flagged: two people may send on the same picture of one
thing. So is a wrong time or place, because the picture may be right and the phone's clock wrong.
Coordinates of people never enter a fact: it only says how far they stood from the place.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from command_center.domain.evidence.claims import APART_M, Verdict, away_m, flags_at
from command_center.domain.matters.playing.play import Play
from command_center.domain.matters.rounds.points import spot_of
from command_center.domain.refusal import Phrase
from command_center.domain.state.matters import picture_key, pictures_in
from command_center.domain.template_language import fields as f
from command_center.domain.text import Text

Proof = f.PhotoField | f.VoiceField | f.SignatureField


def proof_problems(play: Play, name: str, field: Proof, value: Any) -> Iterator[Phrase]:
    """Yields what is wrong with evidence that a field names: not brought, brought by another
    person, used before, or too long."""
    title: Text | str = field.title or name
    ask = play.ctx.evidence
    if ask is None:
        return
    for one in value if isinstance(value, list) else [value]:
        sha256 = hash_of(one)
        if not isinstance(field, f.PhotoField) and not isinstance(one, dict):
            continue  # an older form says in words that somebody signed or spoke
        known = ask(sha256)
        stands = _already_in_field(play, name, sha256)
        if known is None and stands:
            continue  # erased since
        if known is None or not _says_the_same(one, known) or not _fits(field, known):
            yield Phrase("phrase.field_not_kept", {"field": title})
        elif not known.brought_by(play.who) and not stands:
            yield Phrase("phrase.field_not_own", {"field": title})
        elif _used(play, sha256, known) and not stands:
            yield Phrase("phrase.field_used", {"field": title})
        elif isinstance(field, f.VoiceField) and _seconds(known) * 1000 > field.longest + 1000:
            longest = round(field.longest / 1000)
            yield Phrase("phrase.field_too_long", {"field": title, "longest": longest})


def _used(play: Play, sha256: str, known: Verdict) -> bool:
    """Returns whether it was evidence before. Of one that several brought it may have been the
    evidence of another: it bars nobody."""
    return picture_key(sha256) in play.state.matters.pictures and not known.others


def hash_of(one: Any) -> str:
    """Returns the SHA-256 in a value of a photograph, voice note or signature."""
    return str(one.get("sha256")) if isinstance(one, dict) else str(one)


def _says_the_same(one: Any, known: Verdict) -> bool:
    """Returns whether the sender's flags of a picture include all flags that the server recorded."""
    flags = one.get("flags") if isinstance(one, dict) else None
    return flags is None or (isinstance(flags, list) and set(known.flags) <= set(flags))


def _fits(field: Proof, known: Verdict) -> bool:
    wanted = "audio/" if isinstance(field, f.VoiceField) else "image/"
    return known.type.startswith(wanted) or known.type == wanted.replace("audio", "video") + "webm"


def _seconds(known: Verdict) -> float:
    said = None if known.claims is None else known.claims.seconds
    return said or 0


def _already_in_field(play: Play, name: str, sha256: str) -> bool:
    """Returns whether this field of the matter already holds the picture. A matter that is being
    opened holds only what its sender states."""
    return play.matter.version > 0 and sha256 in pictures_in({name: play.value(name)})


def noted(play: Play, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the fields as their fact stores them: pictures with their flags, positions as a
    distance."""
    return {
        name: _noted(play, play.template.fields.get(name), value) for name, value in fields.items()
    }


def noted_line(play: Play, field: f.ListField, line: Mapping[str, Any]) -> dict[str, Any]:
    """Returns a line of a list as its fact stores it. A round's point is compared with its own
    place."""
    spot = spot_of(play, field, line)
    place = spot.place if spot is not None else None
    return {
        column: _noted(play, field.of.get(column), cell, place) for column, cell in line.items()
    }


def _noted(play: Play, field: Any, value: Any, place: str | None = None) -> Any:
    if value is None:
        return None
    if isinstance(field, f.ListField) and isinstance(value, list):
        return [noted_line(play, field, line) for line in value]
    if isinstance(field, f.PhotoField) and isinstance(value, list):
        return [_picture(play, one, place or play.matter.place) for one in value]
    if isinstance(field, f.ChecklistField) and isinstance(value, dict):
        return {line: _noted_answer(play, answer) for line, answer in value.items()}
    if isinstance(field, f.PositionField) and isinstance(value, dict):
        near = play.value(field.near) if field.near is not None else None
        return _position(play, field, value, near or place or play.matter.place)
    return value


def _noted_answer(play: Play, answer: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the answer to a line of a checklist, its photographs with their flags."""
    if not answer.get("photo"):
        return dict(answer)
    pictures = [_picture(play, one, play.matter.place) for one in answer["photo"]]
    return {**answer, "photo": pictures}


def _picture(play: Play, one: Any, place: str | None) -> Any:
    sha256 = hash_of(one)
    known = None if play.ctx.evidence is None else play.ctx.evidence(sha256)
    if (before := _before(play, sha256)) is not None:
        return before
    if known is None:
        return one
    flags = flags_at(known, play.site, place, play.now)
    taken = None if known.claims is None else known.claims.taken_at
    return {"sha256": sha256, "flags": flags, **({} if taken is None else {"taken_at": taken})}


def _before(play: Play, sha256: str) -> Any:
    """Returns what the matter already records of a picture, so that it is not judged again at a
    later time."""
    if play.matter.version == 0:
        return None  # being opened: what it says is the sender's own
    known = (one for one in _dicts(play.matter.fields) if one.get("sha256") == sha256)
    return next((one for one in known if "flags" in one), None)


def _dicts(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every mapping within a value, at any depth."""
    if isinstance(value, Mapping):
        yield value
    parts = (
        value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    )
    for part in parts:
        yield from _dicts(part)


def _position(
    play: Play, field: f.PositionField, value: Mapping[str, Any], place: str | None
) -> Any:
    lat, lon = value.get("lat"), value.get("lon")
    if not isinstance(lat, (int, float)) or not isinstance(lon, (int, float)):
        return {
            name: one for name, one in value.items() if name in ("away_m", "accuracy_m", "flags")
        }
    away = away_m(lat, lon, place, play.site)
    accuracy = value.get("accuracy_m")
    within = field.metres or APART_M
    vague = accuracy if isinstance(accuracy, (int, float)) else 0
    kept: dict[str, Any] = {
        "flags": ["elsewhere"] if away is not None and away - vague > within else []
    }
    if away is not None:
        kept["away_m"] = round(away)
    if isinstance(accuracy, (int, float)):
        kept["accuracy_m"] = round(accuracy)
    return kept
