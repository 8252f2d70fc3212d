"""The database refuses to replace a fact, and refuses a head that is not its newest fact.

SQLite's REPLACE deletes the old row without firing the delete trigger (https://www.sqlite.org/lang_conflict.html:
only with recursive_triggers, which each connection sets for itself), so inserts are guarded too. A head begins at
zero or at the newest fact; then it only moves forward, to the newest fact, over facts without a gap.
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

GENESIS = "0" * 64
"""The hash before the first fact (`store/journal/canonical.py`), as it was when this was written."""

SAID_FACT = "a fact is never edited or deleted"
SAID_HEAD = "a head only moves forward to the newest fact"

# `NEW` is the newest fact of its site: the same number, hash and time, and none after it. A fact's
# text has its keys in order, so that a comma always follows recorded_at.
NEWEST = """EXISTS (SELECT 1 FROM facts WHERE site = NEW.site AND seq = NEW.seq AND hash = NEW.hash
              AND {position} > 0)
        AND NOT EXISTS (SELECT 1 FROM facts WHERE site = NEW.site AND seq > NEW.seq)"""
WITHOUT_GAP = """(SELECT count(*) FROM facts
              WHERE site = NEW.site AND seq > {after} AND seq <= NEW.seq) = NEW.seq - {after}"""
BEGINNING = f"NEW.seq = 0 AND NEW.hash = '{GENESIS}' AND NEW.recorded_at = 0"
FORWARD = "NEW.site = OLD.site AND NEW.seq > OLD.seq AND NEW.recorded_at >= OLD.recorded_at"

IN_SQLITE = NEWEST.format(position="""instr(body, '"recorded_at":' || NEW.recorded_at || ',')""")
IN_POSTGRES = NEWEST.format(position="""strpos(body, '"recorded_at":' || NEW.recorded_at || ',')""")

SQLITE = [
    f"""CREATE TRIGGER facts_no_replace BEFORE INSERT ON facts
        WHEN EXISTS (SELECT 1 FROM facts WHERE site = NEW.site AND seq = NEW.seq)
        BEGIN SELECT RAISE(ABORT, '{SAID_FACT}'); END""",
    f"""CREATE TRIGGER heads_begin BEFORE INSERT ON heads
        WHEN EXISTS (SELECT 1 FROM heads WHERE site = NEW.site)
        OR NOT (({BEGINNING}) OR ({IN_SQLITE} AND {WITHOUT_GAP.format(after=0)}))
        BEGIN SELECT RAISE(ABORT, '{SAID_HEAD}'); END""",
    f"""CREATE TRIGGER heads_forward BEFORE UPDATE ON heads
        WHEN NOT ({FORWARD} AND {IN_SQLITE} AND {WITHOUT_GAP.format(after="OLD.seq")})
        BEGIN SELECT RAISE(ABORT, '{SAID_HEAD}'); END""",
    f"""CREATE TRIGGER heads_no_delete BEFORE DELETE ON heads
        BEGIN SELECT RAISE(ABORT, '{SAID_HEAD}'); END""",
]
POSTGRES = [
    f"""CREATE FUNCTION guard_heads() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'INSERT' THEN
            IF ({BEGINNING}) OR ({IN_POSTGRES} AND {WITHOUT_GAP.format(after=0)}) THEN
              RETURN NEW;
            END IF;
          ELSIF TG_OP = 'UPDATE' THEN
            IF {FORWARD} AND {IN_POSTGRES} AND {WITHOUT_GAP.format(after="OLD.seq")} THEN
              RETURN NEW;
            END IF;
          END IF;
          RAISE EXCEPTION '{SAID_HEAD}';
        END $$""",
    """CREATE TRIGGER heads_guard BEFORE INSERT OR UPDATE OR DELETE ON heads
       FOR EACH ROW EXECUTE FUNCTION guard_heads()""",
    """CREATE TRIGGER heads_kept BEFORE TRUNCATE ON heads
       FOR EACH STATEMENT EXECUTE FUNCTION guard_heads()""",
]
SQLITE_BACK = [
    f"DROP TRIGGER {name}"
    for name in ("facts_no_replace", "heads_begin", "heads_forward", "heads_no_delete")
]
POSTGRES_BACK = [
    "DROP TRIGGER heads_kept ON heads",
    "DROP TRIGGER heads_guard ON heads",
    "DROP FUNCTION guard_heads()",
]


def upgrade() -> None:
    """Create the triggers; stored data is unchanged."""
    postgres = op.get_bind().dialect.name == "postgresql"
    for statement in POSTGRES if postgres else SQLITE:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Restore the older triggers, which guarded facts only against editing and deleting."""
    postgres = op.get_bind().dialect.name == "postgresql"
    for statement in POSTGRES_BACK if postgres else SQLITE_BACK:
        op.get_bind().exec_driver_sql(statement)
