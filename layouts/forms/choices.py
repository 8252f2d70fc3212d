"""The options of a field, by the kind of thing it holds (`command_center/domain/fields.py`)."""

from collections.abc import Callable, Iterable, Mapping

from layouts.forms.form import Options
from layouts.view import View


def worded(view: View, prefix: str, values: Iterable[str]) -> Options:
    """Return values of the program as options, labelled by the catalogue texts `PREFIX.VALUE`."""
    return [{"value": value, "label": view.say(f"{prefix}.{value}")} for value in values]


def people(view: View) -> Options:
    """Everybody on the site's list."""
    return view.options(view.site.people)


def places(view: View) -> Options:
    """Every place of the plant."""
    return [{"value": i, "label": view.text(name)} for i, (name, _) in view.site.places.items()]


def _with_id(ident: str, name: str) -> str:
    """Return what is painted on a part, and its name; the id once where the name has it."""
    return name if ident in name else f"{ident} {name}"


def elements(view: View) -> Options:
    """Return valves and pumps by the id painted on them, and their name."""
    parts = (*view.site.valves, *view.site.pumps)
    return [{"value": part.id, "label": _with_id(part.id, view.text(part.name))} for part in parts]


def tanks(view: View) -> Options:
    """Tanks by their id and what is in them."""
    return [
        {"value": tank.id, "label": _with_id(tank.id, view.text(tank.product))}
        for tank in view.site.tanks
    ]


def tags(view: View) -> Options:
    """Measured values by their tag, and their name where they have one."""
    return [
        {
            "value": tag.id,
            "label": tag.id if tag.name is None else _with_id(tag.id, view.text(tag.name)),
        }
        for tag in view.site.tags
    ]


def equipment(view: View) -> Options:
    """Return everything that can be out of service, except single lines of the ledger."""
    site = view.site
    return [
        *elements(view), *tanks(view), *view.options(site.pools), *view.options(site.measuring_points), *tags(view),
        *view.options(site.kits), *view.options(site.resources),
    ]  # fmt: skip


CHOICES: Mapping[str, Callable[[View], Options]] = {
    "person": people,
    "place": places,
    "tank": tanks,
    "element": elements,
    "equipment": equipment,
    "recipient": lambda view: [*view.options(view.site.posts), *people(view)],
    "area": lambda view: view.options(view.site.areas),
    "kit": lambda view: view.options(view.site.kits),
    "level": lambda view: view.options(view.site.levels),
    "muster": lambda view: view.options(view.site.musters),
    "post": lambda view: view.options(view.site.posts),
    "plan": lambda view: view.options(view.site.plans),
    "store": lambda view: view.options(view.site.stores),
    "tag": tags,
    "substance": lambda view: view.options(view.site.substances),
}
