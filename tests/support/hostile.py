"""A machine that gives every command with values that no person would type, drawn from a seed.

What it draws looks right mostly, so that it gets past the doors, and is hostile at one place in five.
"""

from collections.abc import Mapping
from random import Random
from typing import Any

from pydantic_core import to_jsonable_python

from command_center.domain.bounds.json_bounds import SAFE_INTEGER, SENT_DEEPEST
from command_center.domain.matters.values.values import leaves
from command_center.domain.registry import CommandSpec
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.template_language import fields as f
from command_center.domain.template_language.shelf import TemplateShelf
from command_center.domain.template_language.template import Template

PHOTO = "a" * 64


def nested(levels: int, inner: Any = "x") -> Any:
    for level in range(levels):
        inner = [inner] if level % 2 else {"x": inner}
    return inner


VALUES: tuple[Any, ...] = (
    None, "", " ", "0", "true", 0, -1, 1.5, -0.0, 5e-324, 1e15, SAFE_INTEGER, -SAFE_INTEGER, 2**53, 2**70,
    1e308, float("nan"), float("inf"), True, False, [], {}, [[]], [{}], [None], {"": ""}, {"code": ""},
    {"code": {"code": "tank"}}, {"sha256": PHOTO}, [{"sha256": PHOTO}], [{"sha256": 3}], {"lat": 91, "lon": "x"},
    {"answer": "no"}, {"answer": {"answer": "no"}}, {"tank": {"answer": "no", "photo": [1]}},
    nested(SENT_DEEPEST - 6), nested(SENT_DEEPEST + 1), nested(251), ["x"] * 300, {str(n): n for n in range(300)},
    "x" * 5_000, "2026-02-30", "9999-12-31", "0001-01-01", "24:61", "PT1H", "over", "every", "while", "fields",
    "__class__", "constructor", "{0}", "{title}", "%s", "<b>x</b>", "' OR 1=1 --", "\u202eabc", "a\0b", "\ud800",
    "\U0001f9ef", "\u6c2f\u82ef", "../../etc/passwd", "tank", "ann", "ann\n", 4_102_444_800_001,
)  # fmt: skip


class Machine:
    """Draws commands. The same seed draws the same ones on the same plant."""

    def __init__(self, seed: int, site: Site) -> None:
        self.rng, self._site = Random(seed), site
        self.shelf: TemplateShelf | None = None
        self._ids = 0
        self._hostile = 0.1

    def begins(self) -> None:
        """The next command: in half of them nothing is hostile, so that others find something to work on."""
        self._hostile = self.rng.choice([0.0, 0.0, 0.05, 0.3])

    def value(self, likely: Any = None, *, often: float = 1) -> Any:
        """What is likely or, now and then, something hostile; `often` as much as elsewhere."""
        return self.rng.choice(VALUES) if self.rng.random() < self._hostile * often else likely

    def field(self, field: f.FormField) -> Any:
        """A value for a field of a template: of its type, or hostile."""
        rng, site = self.rng, self._site
        likely: Any = "x"
        match field:
            case f.NumberField():
                likely = rng.choice([field.at_least or 0, field.at_most or 9, 20.9, 3])
            case f.ChoiceField():
                one = rng.choice(list(field.of))
                likely = [one] if field.many else one
            case f.YesNoField():
                likely = rng.random() < 0.5
            case f.DayField():
                likely = rng.choice(["2026-12-02", "2027-12-31"])
            case f.TimeField():
                likely = 1_796_000_000_000
            case f.PhotoField():
                likely = [{"sha256": rng.choice("abcdef") * 64, "camera": True}]
            case f.VoiceField() | f.SignatureField():
                likely = {"sha256": rng.choice("abcdef") * 64, "more": self.value("y")}
            case f.PositionField():
                likely = {"lat": 30.0, "lon": 120.0, "accuracy_m": self.value(5)}
            case f.CodeField():
                place = rng.choice(list(site.places))
                likely = rng.choice([place, {"code": place, "x": self.value("y", often=3)}])
            case f.PlaceField():
                likely = rng.choice(list(site.places))
            case f.PersonField():
                likely = rng.choice(list(site.person_by_id))
            case f.PostField():
                likely = rng.choice(list(site.post_by_id))
            case f.TagField():
                likely = rng.choice(list(site.tag_by_id))
            case f.SubstanceField():
                likely = rng.choice([*site.substance_by_id, "x"])
            case f.TaxonomyField():
                likely = rng.choice(self._leaves(field.of) or ["x"])
            case f.EquipmentField() | f.CompanyField() | f.MatterField():
                likely = rng.choice([*self._site.tank_by_id, None])
            case f.ChecklistField():
                answer = {
                    "answer": rng.choice(["yes", "no", "na"]),
                    "reason": self.value("because"),
                }
                lines = self._leaves(field.of) or ["x"]
                likely = {str(self.value(one)): answer for one in lines}
            case f.ListField():
                columns = list(field.of.items())
                likely = [
                    {name: self.field(one) for name, one in columns if rng.random() < 0.8}
                    for _ in range(rng.randrange(3))
                ]
        return self.value(likely)

    def _leaves(self, reference: str) -> list[str]:
        found = None if self.shelf is None else self.shelf.reference(reference)
        return [] if found is None else list(leaves(found.entries))

    def fields(self, template: Template, rest: float = 0.5) -> dict[str, Any]:
        """Values for the fields of a template: those that are required, and a part of the `rest`."""
        return {
            name: self.field(field)
            for name, field in template.fields.items()
            if field.required is True or self.rng.random() < rest
        }

    def of_matter(self, kind: str, template: Template, state: State) -> tuple[str, dict[str, Any]]:
        """A command about matters of a template; where none is open one is opened."""
        rng = self.rng
        known = [one.id for one in state.matters.open.values() if one.template == template.template]
        if kind == "matter.open" or not known:
            kind = "matter.open"
            self._ids += 1
            data: dict[str, Any] = {
                "matter": f"{self._ids:08d}-0000-4000-8000-000000000000",
                "template": template.template, "fields": self.fields(template, self.rng.choice([0, 0.2, 0.9])),
            }  # fmt: skip
        else:
            data = {"matter": rng.choice(known)}
            name = rng.choice(list(template.fields))
            move = rng.choice(list(template.moves))
            more: dict[str, dict[str, Any]] = {
                "matter.fill": {"fields": self.fields(template)},
                "matter.move": {"move": move, "fields": self.fields(template), "reason": self.value("a reason")},
                "matter.sign": {"move": move, "party": rng.choice(list(template.parties))},
                "matter.measure": {"field": name, "values": {"x": self.value("y"), name: self.value(20.9)}},
                "matter.correct": {"field": name, "value": self.field(template.fields[name]), "reason": "a slip"},
                "matter.enter": {"person": rng.choice(list(self._site.person_by_id)), "tools": self.value(3)},
                "matter.leave": {"person": rng.choice(list(self._site.person_by_id)), "tools": self.value(3)},
            }  # fmt: skip
            measured = template.fields[name]
            if kind == "matter.measure" and isinstance(measured, f.ListField):
                more[kind]["values"] = {key: self.field(one) for key, one in measured.of.items()}
            data |= more[kind]
        if rng.random() < 0.7:
            people = list(self._site.person_by_id)
            parties = {
                name: [self.value(rng.choice(people))]
                for name, one in template.parties.items()
                if not one.opener or rng.random() < 0.05
            }
            if kind in ("matter.open", "matter.fill"):
                data["parties"] = parties
        return kind, data

    def command(self, spec: CommandSpec, pools: Mapping[str, list[str]]) -> dict[str, Any]:
        """Data of any command, from its model: what it may well name, or something hostile."""
        schema = spec.model.model_json_schema()
        told = {}
        for name, field in schema["properties"].items():
            wanted = name in schema.get("required", ()) or self.rng.random() < 0.3
            if wanted and name not in ("via", "speaker", "at"):
                told[name] = self.value(self._of(field, schema.get("$defs", {}), pools.get(name)))
        return told

    def _of(
        self, field: Mapping[str, Any], parts: Mapping[str, Any], pool: list[str] | None
    ) -> Any:
        rng = self.rng
        if "$ref" in field:
            return self._of(parts[field["$ref"].rsplit("/", 1)[1]], parts, pool)
        if options := field.get("anyOf") or field.get("oneOf"):
            return self._of(rng.choice(options), parts, pool)
        if "enum" in field:
            return rng.choice(field["enum"])
        if "const" in field:
            return field["const"]
        kind = field.get("type")
        if kind == "string":
            return (
                rng.choice(pool)
                if pool
                else rng.choice(["x" * max(3, field.get("minLength", 3)), "a" * 64])
            )
        if kind == "array":
            return [self._of(field["items"], parts, pool) for _ in range(rng.randrange(3))]
        if kind == "object":
            return {
                name: self._of(one, parts, None)
                for name, one in field.get("properties", {}).items()
            }
        if kind in ("integer", "number"):
            least, most = field.get("minimum", 0), field.get("maximum", 9)
            return rng.choice([least, most, least + 1])
        return {"boolean": True}.get(str(kind))


def shown(data: Any) -> str:
    """A command as a failing test shows it."""
    return repr(to_jsonable_python(data, fallback=repr, inf_nan_mode="strings"))[:1_000]
