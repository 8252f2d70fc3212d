"""Entry of the half year: its photographs, the plans that the plant chose, and every story."""

from sqlalchemy import Engine

from command_center.cli.lived_half_year import contractors, hazards, papers, permits, rounds
from command_center.cli.lived_half_year.cast import Cast
from command_center.cli.lived_half_year.pictures import Album
from command_center.cli.lived_week.room import DAY_MS, Room

HALF_YEAR_MS = 183 * DAY_MS
BY_TELEPHONE = ("deputy-gm", "ehs-manager", "utilities-engineer")
"""Posts that are on call: they read their matters by day and are not paged for them. So nothing has ever been sent to
the numbers of which the plant does not know that they are dead."""


def half_year(room: Room, engine: Engine) -> Cast:
    """Play the half year and the following week, and store the photographs of both."""
    album = Album(engine, room.site, room.evidence, [])
    cast = Cast(room, album)
    room.templates.begin()
    for post in BY_TELEPHONE:
        for what in ("matter", "matter_late", "matter_paused"):
            cast.controls("paging.set", post=post, what=what, on=False)
    for kind in (papers, hazards, rounds, permits, contractors):
        for story in kind.stories(cast):
            room.begin(story)
    room.live()
    album.keep()
    return cast
