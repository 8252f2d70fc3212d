"""Alembic's entry: runs on the connection `command_center.store.database.migrate` hands over."""

from alembic import context

from command_center.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
context.run_migrations()
