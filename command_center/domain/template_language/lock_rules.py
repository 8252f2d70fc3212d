"""Locked rules: a rule that the law fixes is quoted, and a site's copy of a template may tighten it
but never drop or loosen it."""

from collections.abc import Iterator, Mapping
from typing import Any

from command_center.domain.refusal import Phrase
from command_center.domain.site.references import Broken, Path
from command_center.domain.template_language.guards import Guard
from command_center.domain.template_language.moves import Move
from command_center.domain.template_language.template import Description, Template
from command_center.domain.text import Text

SOURCE = "source"
"""The lock of a rule that the plant's owner fixed, not a law."""
CENTER = "center"
"""The lock of a rule on which a power of the center rests (`powers.py`)."""
OF_LAW = ("template.lock_", "template.law_removed")
"""Begin the codes of mistakes with a rule that a law fixes."""
OF_NO_LAW = frozenset({SOURCE, CENTER})
WHOLE = "true"
LESS_IS_TIGHTER = frozenset(
    {
        "at_most",
        "within",
        "every",
        "longest",
        "most",
        "below",
        "longer_than",
        "m_s",
        "late_at",
        "yellow",
        "red",
    }
)
MORE_IS_TIGHTER = frozenset({"at_least", "least", "metres", "depth", "record", "photos", "voice"})
ONLY_ADDED_TO = frozenset(
    {
        "needs",
        "guards",
        "never",
        "certified",
        "chain",
        "watch",
        "all",
        "tell",
        "clauses",
        "escalate",
    }
)
FREE = frozenset({"title", "hint", "about", "version"})
"""Words, which a copy may say in its own way."""
NOT_ADDED = ("when",)
"""A condition added to a rule makes an exception of it."""
WHO = ("opener", "field")
"""By these a party is a person whom nobody chooses."""
ONCE_TRUE = frozenset({"required", "camera_only", "calibrated"})
ONCE_FALSE = frozenset({"busy"})


def broken_locks(description: Description) -> Iterator[Broken]:
    """Yields locks without a law, locks whose clause is not quoted, and clauses compared with a
    copy that is not named."""
    law = description.law
    for name, one in (law.clauses if law is not None else {}).items():
        if one.compared and (law is None or law.source is None):
            path: Path = ("law", "clauses", name, "compared")
            yield Broken(path, "template.compared_without_source", {"name": name})
    for path, lock in _locks(description.model_dump(by_alias=True, exclude_none=True), ()):
        if lock in OF_NO_LAW:
            continue
        if law is None:
            yield Broken(path, "template.locked_without_law", {"name": lock})
        elif lock != WHOLE and law.clauses and lock not in law.clauses:
            yield Broken(path, "template.not_quoted", {"name": lock, "known": list(law.clauses)})


def _locks(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, Mapping):
        for key, below in value.items():
            if key == "locked" and isinstance(below, str):
                yield (*path, key), below
            else:
                yield from _locks(below, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _locks(item, (*path, index))


def loosened(base: Description, copy: Description, only: str | None = None) -> Iterator[Broken]:
    """Yields every locked rule of `base` that `copy` drops or loosens, at the nearest place of the
    copy. `only` limits it to the rules with this lock, whatever lock the copy writes beside
    them."""
    fixed = base.model_dump(by_alias=True, exclude_none=True)
    own = copy.model_dump(by_alias=True, exclude_none=True)
    if only is not None:
        fixed, own = _without_other_locks(fixed, only), _without_other_locks(own, None)
    elif base.law is not None and (copy.law is None or copy.law.of != base.law.of):
        yield Broken(("law", "of"), "template.law_removed", {"law": base.law.of})
    rules = [(path, lock) for path, lock in _locks(fixed, ()) if only in (None, lock)]
    if isinstance(base, Template) and isinstance(copy, Template):
        yield from _ways_round(base, copy, only)
    for path, lock in rules:
        where = path[:-2] if path[-2:] == ("params", "locked") else path[:-1]
        rule = _at(fixed, where)
        if only is not None:
            rule = _without_other_locks(rule, None)
        yield from _rule(rule, own, where, lock)
        yield from _hollowed(rule, fixed, own, lock)


LABELLED = {
    "fields": "fields", "parties": "parties", "states": "states", "moves": "moves",
    "approvals": "approvals", "signatures": "signatures", "due": "deadline", "watch": "watch", "score": "score",
}  # fmt: skip
"""The parts of a template that its page shows under a heading: the part -> the heading's key in the words catalogue,
after `templates.`."""


def lost_by_law(base: Description, copy: Description) -> list[Phrase]:
    """The places of `copy`, by the labels of its page, at which it drops or loosens what a law fixes in `base`, each
    once. Without the rules on which a power rests it has no such power (`powers.py`), and may stand."""
    found = (one for one in loosened(base, copy) if one.code.startswith(OF_LAW))
    named = (_labelled(one.path, base, copy) for one in found)
    return list({repr(one): one for one in named}.values())


def _labelled(path: Path, *texts: Description) -> Phrase:
    """A place by its heading and the title of what stands there; where there is none, by its name in the text."""
    part, *below = path
    heading = LABELLED.get(str(part))
    if heading is None:
        return Phrase("phrase.template_part", {"name": ".".join(map(str, path[:2]))})
    label = Phrase(f"templates.{heading}")
    if not below or isinstance(below[0], int):
        return label
    name = str(below[0])
    title: Text | str = name
    for text in texts:
        for kind in (str(part), "moves"):
            known = getattr(text, kind, None)
            one = known.get(name) if isinstance(known, Mapping) else None
            found = one if isinstance(one, Text) else getattr(one, "title", None)
            if isinstance(found, Text) and title == name:
                title = found
    return Phrase("phrase.template_rule", {"part": label, "name": title})


def _without_other_locks(value: Any, only: str | None) -> Any:
    """The value without its locks, but for the lock `only`."""
    if isinstance(value, Mapping):
        return {
            key: _without_other_locks(below, only)
            for key, below in value.items()
            if not (key == "locked" and isinstance(below, str) and below != only)
        }
    return [_without_other_locks(one, only) for one in value] if isinstance(value, list) else value


def _ways_round(base: Template, copy: Template, only: str | None) -> Iterator[Broken]:
    """Yields moves of the copy that reach a state without what the base's move to it requires."""
    fixes = [one.locked for one in base.moves.values() if one.locked is not None]
    if (base.law is not None or fixes) and copy.first != base.first:
        yield Broken(("states",), "template.first_changed", {"name": base.first})
    signed_for = {move for move, _ in base.chains()}
    for own_name, fixed in base.moves.items():
        if only is not None and fixed.locked != only:
            continue
        asked = [guard for guard in fixed.guards if guard.params.get("locked")]
        if not asked and fixed.locked is None:
            continue
        for name, move in copy.moves.items():
            same = base.moves.get(name)
            if move.to != fixed.to or (same is not None and same.to == move.to):
                continue
            missing = [one.name for one in asked if not _asks(one, move.guards)]
            if fixed.locked is not None:
                missing += _less_asked(fixed, move)
                missing += [own_name] if own_name in signed_for else []
            if missing:
                details = {"name": name, "to": move.to, "missing": missing}
                yield Broken(("moves", name), "template.way_round", details)


def _asks(fixed: Guard, own: list[Guard]) -> bool:
    """Returns whether one of these guards requires at least what a locked one requires."""
    wanted = fixed.model_dump(exclude_none=True)
    return any(_holds(wanted, one.model_dump(exclude_none=True), "") for one in own)


def _less_asked(fixed: Move, own: Move) -> list[str]:
    """Returns what a new move to the same state lacks of a locked one: who may make it, and what it
    needs."""
    found = [] if set(own.by) <= set(fixed.by) else [f"by: {', '.join(fixed.by)}"]
    found += [f"needs: {one}" for one in fixed.needs if one not in own.needs]
    return found if own.after == fixed.after else [*found, f"after: {fixed.after or '-'}"]


def _at(value: Any, path: Path) -> Any:
    for step in path:
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _rule(fixed: Any, own: Mapping[str, Any], path: Path, lock: str) -> Iterator[Broken]:
    details = {"rule": ".".join(str(step) for step in path), "clause": lock}
    if path and isinstance(path[-1], int):
        among = _at(own, path[:-1])
        if not isinstance(among, list) or not any(_holds(fixed, one, "") for one in among):
            yield Broken(path[:-1], _code("removed", lock), details)
        return
    here = _at(own, path)
    if here is None:
        yield Broken(path, _code("removed", lock), details)
    elif not _holds(fixed, here, str(path[-1]) if path else ""):
        yield Broken(path, _code("loosened", lock), details)


def _hollowed(
    rule: Any, fixed: Mapping[str, Any], own: Mapping[str, Any], lock: str
) -> Iterator[Broken]:
    """Yields what a locked rule names and the copy makes empty: whom a party must never be, as
    somebody else than the opener or the person of that field; a needed field, as one that is asked
    only sometimes."""
    if not isinstance(rule, Mapping):
        return
    parties = [("parties", name) for name in rule.get("never") or ()]
    fields = [("fields", name) for name in rule.get("needs") or ()]
    for part, name in (*parties, *fields):
        there, here = _at(fixed, (part, name)), _at(own, (part, name))
        if not isinstance(there, Mapping) or not isinstance(here, Mapping):
            continue
        other = [key for key in WHO if there.get(key) and here.get(key) != there[key]]
        added = [key for key in NOT_ADDED if key in here and key not in there]
        if other if part == "parties" else added:
            details = {"rule": f"{part}.{name}", "clause": lock}
            yield Broken((part, name), _code("loosened", lock), details)


def _code(how: str, lock: str) -> str:
    return f"template.power_{how}" if lock == CENTER else f"template.lock_{how}"


def _holds(fixed: Any, own: Any, key: str) -> bool:
    """Whether `own` asks at least what `fixed` asks."""
    if key in FREE:
        return True
    if isinstance(fixed, Mapping) and set(fixed) == {"field", "of"}:
        return _span_holds(fixed, own, key)
    if isinstance(fixed, Mapping):
        if not isinstance(own, Mapping) or any(
            name in own and name not in fixed for name in NOT_ADDED
        ):
            return False
        return all(
            name in FREE or (name in own and _holds(below, own[name], name))
            for name, below in fixed.items()
        )
    if isinstance(fixed, list):
        return isinstance(own, list) and _list_holds(fixed, own, key)
    if isinstance(own, Mapping | list):
        return False
    return _value_holds(fixed, own, key)


def _span_holds(fixed: Mapping[str, Any], own: Any, key: str) -> bool:
    """Returns whether the copy's time limit for each choice of a field is as tight as the base's. A
    copy may write one limit for all, if it is as tight as the tightest."""
    if not isinstance(own, Mapping):
        return all(_value_holds(one, own, key) for one in fixed["of"].values())
    return own.get("field") == fixed["field"] and all(
        name in own.get("of", {}) and _value_holds(one, own["of"][name], key)
        for name, one in fixed["of"].items()
    )


def _list_holds(fixed: list[Any], own: list[Any], key: str) -> bool:
    if key in ONLY_ADDED_TO:
        return all(any(_holds(one, other, "") for other in own) for one in fixed)
    return len(own) == len(fixed) and all(
        _holds(one, other, "") for one, other in zip(fixed, own, strict=True)
    )


def _value_holds(fixed: Any, own: Any, key: str) -> bool:
    if key in ONCE_TRUE:
        return bool(own) or not fixed
    if key in ONCE_FALSE:
        return not own or bool(fixed)
    if (
        isinstance(fixed, int | float)
        and not isinstance(fixed, bool)
        and isinstance(own, int | float)
    ):
        if key in LESS_IS_TIGHTER:
            return own <= fixed
        if key in MORE_IS_TIGHTER:
            return own >= fixed
    return bool(fixed == own)
