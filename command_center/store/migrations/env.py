"""Alembic's entry point: runs on the connection that `command_center.store.database.migrate` passes."""

from alembic import context

from command_center.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
context.run_migrations()
