"""Strategies for any valid command, made from the registry: a new command joins by itself."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from hypothesis import strategies as st

from command_center.domain.actor import DUTY_ACTOR, Actor, ActorKind, Role
from command_center.domain.bounds.json_bounds import SAFE_INTEGER
from command_center.domain.bounds.plain_text import BIDI, EMPTY, HIDDEN, JOINING, UNASSIGNED
from command_center.domain.drills.sealing import commitment_of
from command_center.domain.registry import COMMANDS, Command, CommandSpec
from command_center.domain.site.model import Site
from command_center.domain.state import State

Schema = Mapping[str, Any]
Drawn = st.SearchStrategy[Any]

SEALED, NONCE = '{"scenario": "leak"}', "0123456789abcdef" * 2
"""What is sealed of every drill that is drawn, and with which nonce."""

COMMON = ("via", "speaker", "at")
"""What every command may carry; drawn apart, since most commands carry none of it."""


def ids(site: Site, state: State) -> dict[str, list[str]]:
    """What a field of some name may well mean, plus one id that means nothing."""
    alarms = [f"{tag.id}:{c}" for tag in site.tags for c in ("H", "NETLOSS")]
    elements = [*site.valve_by_id, *site.pump_by_id]
    known: dict[str, list[str]] = {
        "incident": [*list(state.open_incidents) * 4, *state.incidents],
        "directive": list(state.directives),
        "drill": [*(state.drills or ["DRL-1"]), "DRL-99"],
        "commitment": [commitment_of(SEALED, NONCE)],
        "content": [SEALED],
        "nonce": [NONCE],
        "generator": ["test/1"],
        "scenario": ["own-leak", "own-fire"],
        "matter": ["00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"],
        "template": ["hazard", "certificate"],
        "account": ["contractor-points", "duty-score"],
        "move": ["sign", "start"],
        "party": ["owner", "guardian"],
        "field": ["found", "gas"],
        "of": ["sign"],
        "revision": ["a" * 64],
        "proof": ["badge", "password"],
        "sha256": [commitment_of(SEALED, NONCE), commitment_of("", NONCE)],
        "inject": ["leak", "wind-shift"],
        "act": ["leak", "inject"],
        "expectation": ["valve-shut", "muster-called"],
        "objective": ["isolate"],
        "photographs": ["a" * 64, "b" * 64],
        "safety_officer": list(site.person_by_id),
        "same_as": list(state.incidents),
        "supersedes": list(state.directives),
        "dispatch": list(state.ledger.dispatches),
        "request": list(state.requests),
        "delegation": list(state.delegations),
        "visitor": [*state.visitors.here, "V-1", "V-2"],
        "areas": list(site.area_by_id),
        "from_post": list(site.post_by_id),
        "to_post": list(site.post_by_id),
        "from_level": [level.id for level in site.levels],
        "gap": ["contacts", "channels", *(f"kit:{kit}" for kit in site.kit_by_id)],
        "scope": list(site.area_by_id),
        "target": [*site.post_by_id, *site.team_by_id],
        "delivery": [n for d in state.directives.values() for n in d.notices],
        "subject": [*state.directives, *state.requests],
        "alarm": alarms,
        "tag": list(site.tag_by_id),
        "place": list(site.places),
        "muster": [*(m.id for m in site.musters), *site.area_by_id],
        "zones": list(site.area_by_id),
        "evacuates": list(site.area_by_id),
        "tank": list(site.tank_by_id),
        "element": elements,
        "acts_on": elements,
        "unit": list(site.outside_by_id),
        "kit": list(site.kit_by_id),
        "store": list(site.store_by_id),
        "resource": list(site.resource_by_id),
        "team": list(site.team_by_id),
        "mobilises": list(site.team_by_id),
        "plan": list(site.plan_by_id),
        "step": [
            *(s.id for plan in site.plans for s in plan.steps),
            *("sent", "repeat", "deputy", "superior", "exhausted", "ask_again"),
        ],
        "level": [level.id for level in site.levels],
        "shift": [shift.id for shift in site.shifts],
        "to": [*site.post_by_id, *site.person_by_id],
        "review": [*state.reviews.by_id, *state.reviews.waiting],
        "finding": list(state.reviews.findings),
        "action": list(state.reviews.actions),
        "owner": list(site.person_by_id),
        "window": [w.id for one in state.programmes.values() for w in one.windows],
    }
    people = (
        "person",
        "persons",
        "people",
        "takes",
        "gives_back",
        "to_person",
        "by_key",
        "speaker",
    )
    for name in people:
        known[name] = list(site.person_by_id)
    return known


def commands(spec: CommandSpec, site: Site, state: State, now: int) -> Drawn:
    """Data of a command of this kind that its model accepts."""
    schema = _schema(spec.model)
    pools = ids(site, state)
    needed: dict[str, Drawn] = {}
    optional: dict[str, Drawn] = {}
    for name, field in schema["properties"].items():
        if name in COMMON:
            continue
        strategy = _value(field, schema.get("$defs", {}), pools.get(name), now)
        (needed if name in schema.get("required", ()) else optional)[name] = strategy
    own = st.fixed_dictionaries(needed, optional=optional)
    return st.tuples(own, _common(site, now)).map(lambda both: both[0] | both[1])


@cache
def _schema(model: type[Command]) -> Schema:
    return model.model_json_schema()


def _common(site: Site, now: int) -> Drawn:
    """Mostly nothing; sometimes a radio, sometimes a time within the last minutes."""
    spoken = st.fixed_dictionaries(
        {"via": st.just("radio"), "speaker": st.sampled_from(list(site.person_by_id))}
    )
    ago = st.integers(-500, 600_000).map(lambda ms: {"at": now - ms})
    both = st.tuples(spoken, ago).map(lambda two: two[0] | two[1])
    nothing: Drawn = st.just({})
    return st.one_of(nothing, nothing, nothing, spoken, ago, both)


def _value(schema: Schema, parts: Schema, pool: list[str] | None, now: int) -> Drawn:
    if "$ref" in schema:
        return _value(parts[schema["$ref"].rsplit("/", 1)[1]], parts, pool, now)
    if options := schema.get("anyOf") or schema.get("oneOf"):
        # What is said in both languages is as long in each as what is typed in one (`Reason` of domain/text.py);
        # its schema does not say so.
        least = max(option.get("minLength", 0) for option in options)
        return st.one_of([
            _value(option, parts, pool, now).filter(lambda value: _long_enough(value, least))
            for option in options
        ])  # fmt: skip
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kind = schema.get("type")
    if kind == "string":
        return _text(schema, pool)
    if kind == "array":
        items = _value(schema["items"], parts, pool, now)
        least, most = schema.get("minItems", 0), min(schema.get("maxItems", 4), 4)
        return st.lists(items, min_size=least, max_size=max(least, most))
    if kind is None and not schema.keys() - {"title", "default"}:
        return st.one_of(st.none(), st.booleans(), st.integers(0, 9), st.text("ab", max_size=3))
    if kind == "object":
        properties = schema.get("properties", {})
        if schema.get("minProperties"):
            return st.just({"spot": "top"})
        return st.fixed_dictionaries(
            {name: _value(field, parts, None, now) for name, field in properties.items()}
        )
    return _plain(schema, kind, now)


def _long_enough(value: object, least: int) -> bool:
    return not isinstance(value, dict) or all(
        len(words.strip()) >= least for words in value.values() if isinstance(words, str)
    )


def _plain(schema: Schema, kind: str | None, now: int) -> Drawn:
    least = schema.get("minimum", schema.get("exclusiveMinimum"))
    most = schema.get("maximum", schema.get("exclusiveMaximum"))
    if kind == "integer":
        whole = st.integers(least, most)
        moment = least is not None and least <= now <= (most or now)
        return st.one_of(whole, st.integers(now - 60_000, now)) if moment else whole
    if kind == "number":  # what no door takes reaches no decision
        least = -SAFE_INTEGER if least is None else least
        most = SAFE_INTEGER if most is None else most
        return st.floats(
            least, most, allow_nan=False, allow_infinity=False, width=64,
            exclude_min="exclusiveMinimum" in schema,
        )  # fmt: skip
    return {"boolean": st.booleans(), "null": st.none()}[kind or "null"]


def _text(schema: Schema, pool: list[str] | None) -> Drawn:
    if schema.get("format") == "date":
        return st.dates().map(str)
    least, most = schema.get("minLength", 0), schema.get("maxLength", 300)
    if pool is not None:
        # Six times in seven something that exists, where anything does.
        fitting = [word for word in pool if least <= len(word) <= most]
        if "pattern" in schema:  # what does not fit it never reaches a decision
            return st.sampled_from(fitting)
        nothing = "none:SUCH" if ":" in "".join(pool) else "nothing"
        return st.sampled_from([*fitting * max(1, -(-6 // max(1, len(fitting)))), nothing])
    if "pattern" in schema:
        return st.from_regex(schema["pattern"], fullmatch=True)
    # What hides or turns text is refused at the door: tests/domain/test_plain_text.py.
    letters = st.characters(
        codec="utf-8",
        exclude_categories=sorted(HIDDEN | {"Cf"}),  # type: ignore[arg-type]  # its own Literal
        exclude_characters=sorted(BIDI | EMPTY | JOINING | UNASSIGNED),
    )
    words = st.text(letters, min_size=least, max_size=most)
    return words.filter(lambda text: least <= len(text.strip()) <= most)


def actors(spec: CommandSpec, site: Site, state: State, command: Mapping[str, Any]) -> Drawn:
    """Somebody whose role may give the command, or the duties; people and their doubles.

    Mostly one of those whose word it could be: the recipient, the person named, who commands.
    """
    people = sorted(spec.roles - {Role.DUTY})
    directive = state.directives.get(command.get("directive", ""))
    likely = [directive.to_person if directive else None, command.get("person")]
    likely += [i.commander for i in (state.open_incidents or state.incidents).values()]
    likely += [r.person for r in state.requests.values()]
    likely += [i.offered_to for i in state.incidents.values()]
    likely = [p for p in likely if p in site.person_by_id] or [site.people[0].id]
    drawn = st.builds(
        Actor,
        id=st.just("somebody"),
        role=st.sampled_from(people or [Role.DUTY]),
        kind=st.sampled_from([*[ActorKind.HUMAN] * 7, ActorKind.VIRTUAL]),
        person=st.sampled_from([*likely * 10, *site.person_by_id, None]),
    )
    duty = st.just(DUTY_ACTOR)
    if Role.DUTY not in spec.roles:
        return drawn
    return st.one_of(duty, drawn) if people else duty


KINDS = sorted(COMMANDS)
__all__ = ["KINDS", "Command", "actors", "commands", "ids"]
