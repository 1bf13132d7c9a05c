"""Alembic's migrations, packaged: `upgrade(engine)` brings a database to HEAD."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from models.errors import StorageError

HEAD = "0002"
"""The revision this version of Shuzhi works with; a test holds it to the newest file in versions/."""


def upgrade(engine: Engine) -> None:
    """Run every migration that the database has not seen.

    Raises:
        StorageError: the database was written by a newer Shuzhi.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["engine"] = engine
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        where = engine.url.render_as_string(hide_password=True)
        raise StorageError(where, f"was written by another version of Shuzhi: {error}") from error
