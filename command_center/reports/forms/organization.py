"""Who holds each position of the Incident Command System, by the plant's posts and their holders."""

from collections.abc import Iterable, Sequence

from command_center.reports.export.forms.sheet import Column, Grid, Told, Value
from command_center.reports.forms.gathered import Gathered

COMMAND_STAFF = ("safety_officer", "public_information_officer", "liaison_officer")
PLANNING = (
    "planning_chief", "resources_unit", "situation_unit", "documentation_unit",
    "demobilization_unit", "technical_specialist",
)  # fmt: skip
LOGISTICS = (
    "logistics_chief", "support_branch", "supply_unit", "facilities_unit", "ground_support_unit",
    "service_branch", "communications_unit", "medical_unit", "food_unit",
)  # fmt: skip
FINANCE = ("finance_chief", "time_unit", "procurement_unit", "claims_unit", "cost_unit")
CHIEFS = ("operations_chief", "planning_chief", "logistics_chief", "finance_chief")
WITH_DEPUTY = frozenset(CHIEFS)

Row = tuple[Value, Value]


def commander(gathered: Gathered) -> Value:
    """Return who commands the incident; None if nobody does."""
    person = gathered.incident.commander
    return None if person is None else with_post(gathered, person, gathered.incident.commander_post)


def with_post(gathered: Gathered, person: str | None, post: str | None) -> Value:
    """A name and the post: `Ann (Chief)`."""
    if person is None:
        return None
    if post is None:
        return gathered.named(person)
    return Told("forms.with_post", {"name": gathered.named(person), "post": gathered.named(post)})


def holding(gathered: Gathered, position: str) -> list[Value]:
    """Return who holds the posts of that position now."""
    posts = [post.id for post in gathered.site.posts if post.ics == position]
    return [
        with_post(gathered, person, post)
        for post in posts
        if (person := gathered.holder(post)) is not None
    ]


def deputies(gathered: Gathered, position: str) -> list[Value]:
    """Return who holds the deputy posts of that position."""
    posts = [post.deputy for post in gathered.site.posts if post.ics == position and post.deputy]
    return [
        with_post(gathered, person, post)
        for post in posts
        if (person := gathered.holder(post)) is not None
    ]


def position_rows(gathered: Gathered, positions: Iterable[str]) -> list[Row]:
    """Return a row for each position, and for each chief's deputy; blank where no holder is known."""
    rows: list[Row] = []
    for position in positions:
        rows.append((Told(f"ics.{position}"), holding(gathered, position)))
        if position in WITH_DEPUTY:
            rows.append((Told("ics.deputy"), deputies(gathered, position)))
    return rows


def without_position(gathered: Gathered) -> list[Row]:
    """Return the posts without a position, with their holders. Commanders and chiefs' deputies have a position."""
    second = {post.deputy for post in gathered.site.posts if post.ics in WITH_DEPUTY}
    return [
        (post.name, gathered.named(person))
        for post in gathered.site.posts
        if post.ics is None
        and (person := gathered.holder(post.id)) is not None
        and post.id not in second
        and post.id != gathered.incident.commander_post
    ]


def groups(gathered: Gathered) -> list[Row]:
    """Teams that were mobilised for the incident, with their leaders."""
    teams = dict.fromkeys(one.mobilises for one in gathered.directives() if one.mobilises)
    found = [team for team in map(gathered.site.team_by_id.get, teams) if team is not None]
    return [
        (team.name, with_post(gathered, gathered.holder(team.lead), team.lead)) for team in found
    ]


def side_by_side(number: str, label: str, rows: Sequence[Row], of: Value = None) -> Grid:
    """Return positions and names in two pairs of columns, filled down the first pair and then down the second."""
    half = -(-len(rows) // 2)
    none: Row = (None, None)
    pairs = [(*one, *other) for one, other in zip(rows[:half], [*rows[half:], none], strict=False)]
    columns = [Column("position", 1), Column("name", 1.3)] * 2
    return Grid(number, label, columns, pairs, of=of)
