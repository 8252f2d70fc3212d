"""A public schema changes only when it is meant: each has its hash in `tests/contract_hashes.toml`."""

import tomllib
from copy import deepcopy

from command_center.domain.registry import COMMANDS
from tests.support.contract_hashes import FILE, Hashes, contract_hashes, hash_of

MEANT = "is it meant? python -m tests.support.contract_hashes"


def changed(kept: Hashes, now: Hashes) -> list[str]:
    """Each contract that came, went or is another."""
    return [
        f"{group}: {name}"
        for group in sorted({*kept, *now})
        for name in sorted({*kept.get(group, {}), *now.get(group, {})})
        if kept.get(group, {}).get(name) != now.get(group, {}).get(name)
    ]


def test_no_contract_has_changed_unseen() -> None:
    kept = tomllib.loads(FILE.read_text("utf-8"))
    assert changed(kept, contract_hashes()) == [], MEANT


def test_a_field_that_is_added_bounded_or_lost_is_named_and_a_word_is_not() -> None:
    schema = COMMANDS["alarm.ack"].model.model_json_schema()

    def after(**fields: object) -> list[str]:
        other = deepcopy(schema)
        for name, field in fields.items():
            other["properties"][name] = field
        return changed(
            {"commands": {"alarm.ack": hash_of(schema)}},
            {"commands": {"alarm.ack": hash_of(other)}},
        )

    named = ["commands: alarm.ack"]
    assert after(more={"type": "string"}) == named
    assert after(title={"type": "string"}) == named, "a field that is called so"
    assert after(alarm=schema["properties"]["alarm"] | {"maxLength": 1}) == named
    assert after(alarm=schema["properties"]["alarm"] | {"description": "Another word."}) == []
    assert changed({"facts": {"a": "1"}}, {"facts": {"b": "1"}}) == ["facts: a", "facts: b"]
