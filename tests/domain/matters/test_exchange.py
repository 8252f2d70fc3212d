"""The exchange file of double prevention: what is in it, which specification it names, and that no person is in it."""

from typing import Any

from command_center.domain.matters.reading.exchange import exchange


def row(template: str, **fields: Any) -> dict[str, Any]:
    return {
        "template": template, "number": "N-1", "state": "in_force", "place": "T206", "area": "TF", "opened_at": 1,
        "ended_at": None, "opener": "li-ming", "people": ["li-ming"], "fields": fields,
    }  # fmt: skip


def test_risks_and_hazards_are_told_apart_without_people() -> None:
    measure = {
        "kind": "engineering",
        "measure": "Interlock",
        "task": "Test it",
        "days": 7,
        "by": "li-ming",
    }
    made = exchange("demo", 5, [
        row("risk", object="T206", unit="Tank", event="Leak", danger="poisoning", colour="red", measures=[measure]),
        row("hazard", category="equipment/static/leak", level="general", found="Weeps", responsible="li-ming"),
        row("duty", what="Look"),
    ])  # fmt: skip
    assert made["specification"] == {
        "name": None,
        "version": None,
        "conformity": "not to specification",
    }
    (risk,), (hazard,) = made["risks"], made["hazards"]
    assert risk["measures"] == [
        {"kind": "engineering", "measure": "Interlock", "task": "Test it", "days": 7}
    ]
    assert (risk["colour"], risk["consequence"], hazard["category"]) == (
        "red",
        "poisoning",
        "equipment/static/leak",
    )
    assert "li-ming" not in str(made)
