"""Who may read which matter, with indexed columns. Existing matters are copied."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0023"
branch_labels = None
depends_on = None

CHUNK = 1_000
OF_AREA = {"area", "area-head", "workshop-head", "team-leader"}
"""The words of readers that mean other people in each area, as they were then."""

LISTED = {
    "template_state": ["template", "state", "opened_at"],
    "ended_at": ["ended_at", "opened_at"],
    "place": ["place", "opened_at"],
}
"""What lists are narrowed by: an index of each holds the readership too."""


def upgrade() -> None:
    """Create the tables and fill them from the existing matters."""
    op.create_table(
        "matter_readers",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("readers", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("site", "id", name=op.f("pk_matter_readers")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "matter_people",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("readership", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "site", "person", "readership", "opened_at", "matter", name=op.f("pk_matter_people")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "matters_read",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site", name=op.f("pk_matters_read")),
    )
    op.add_column("matters", sa.Column("readership", sa.Text(), nullable=False, server_default=""))
    _fill(op.get_bind())
    for name, columns in LISTED.items():
        if name != "place":
            op.drop_index(f"ix_matters_site_{name}", "matters")
        op.create_index(f"ix_matters_site_{name}", "matters", ["site", *columns, "readership"])
    op.create_index(
        "ix_matters_site_readership", "matters", ["site", "readership", "opened_at", "id"]
    )
    op.drop_index("ix_matters_site_last_seq", "matters")


def _fill(connection: sa.Connection) -> None:
    columns = ("site", "id", "area", "opener", "opened_at", "people", "readers")
    matters = sa.table("matters", *(sa.column(name) for name in (*columns, "readership")))
    readers = sa.table("matter_readers", *(sa.column(n) for n in ("site", "id", "readers", "area")))
    people = sa.table(
        "matter_people",
        *(sa.column(n) for n in ("site", "person", "readership", "opened_at", "matter")),
    )
    one = sa.and_(matters.c.site == sa.bindparam("of"), matters.c.id == sa.bindparam("one"))
    named = sa.update(matters).where(one).values(readership=sa.bindparam("its"))
    known: set[tuple[str, str]] = set()
    after: tuple[str, str] = ("", "")
    while rows := connection.execute(_after(matters, columns, after)).all():
        after = (rows[-1].site, rows[-1].id)
        telling, reading, taking = [], [], []
        for row in rows:
            told = _readers(row.readers, row.area)
            ident = hashlib.sha256(
                json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
            ).hexdigest()[:16]
            telling.append({"of": row.site, "one": row.id, "its": ident})
            if (row.site, ident) not in known:
                known.add((row.site, ident))
                reading.append({"site": row.site, "id": ident} | told)
            taking += [
                {
                    "site": row.site,
                    "person": one,
                    "readership": ident,
                    "opened_at": row.opened_at,
                    "matter": row.id,
                }
                for one in sorted({row.opener, *json.loads(row.people)})
            ]
        connection.execute(named, telling)
        connection.execute(sa.insert(people), taking)
        if reading:
            connection.execute(sa.insert(readers), reading)
    connection.execute(
        sa.text("INSERT INTO matters_read (site, seq) SELECT site, max(last_seq) FROM matters GROUP BY site")
    )  # fmt: skip


def _after(
    matters: sa.TableClause, columns: tuple[str, ...], after: tuple[str, str]
) -> sa.Select[tuple[object, ...]]:
    of, site, ident = matters.c, *after
    later = sa.or_(of.site > site, sa.and_(of.site == site, of.id > ident))
    query = sa.select(*(of[name] for name in columns)).where(later)
    return query.order_by(of.site, of.id).limit(CHUNK)


def _readers(readers: str, area: str | None) -> dict[str, str | None]:
    words = sorted(set(json.loads(readers)))
    told = json.dumps(words, ensure_ascii=False)
    return {"readers": told, "area": area if OF_AREA & set(words) else None}


def downgrade() -> None:
    """Drop the tables. The facts stay; an older program rebuilds the table of matters where needed."""
    op.create_index("ix_matters_site_last_seq", "matters", ["site", "last_seq"])
    op.drop_index("ix_matters_site_readership", "matters")
    for name, columns in LISTED.items():
        op.drop_index(f"ix_matters_site_{name}", "matters")
        if name != "place":
            op.create_index(f"ix_matters_site_{name}", "matters", ["site", *columns])
    op.drop_column("matters", "readership")
    op.drop_table("matters_read")
    op.drop_table("matter_people")
    op.drop_table("matter_readers")
