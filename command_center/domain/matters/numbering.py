"""The readable number of a matter: a running number of its template and year."""

from datetime import datetime

from command_center.domain.matters.play import Play

DEFAULT = "{template}-{year}-{n}"


def numbered(play: Play) -> tuple[str, str, int]:
    """(number, series, running number) of the next matter of the template. `{n}` has four digits."""
    local = datetime.fromtimestamp(play.now / 1000, play.site.zone)
    series = f"{play.template.template}:{local.year}"
    running = play.state.matters.numbers.get(series, 0) + 1
    filled = play.template.number or DEFAULT
    for name, value in (
        ("template", play.template.template), ("date", local.strftime("%Y%m%d")), ("year", str(local.year)),
        ("month", local.strftime("%m")), ("n", f"{running:04d}"),
    ):  # fmt: skip
        filled = filled.replace("{" + name + "}", value)
    return filled, series, running
