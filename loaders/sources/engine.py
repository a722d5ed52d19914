"""DuckDB as sources use it: bounded memory, work on disk beyond that, nothing fetched or loaded from elsewhere.

What does not live here: what is read (``reading``), made (``running``) or compared (``comparing``), and how a query
is interrupted (``interrupting``).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graph.base.errors import UsageError
from graph.base.words import Words

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "3GB"
"""What DuckDB may hold in memory; beyond it works on disk, in a folder that is removed afterwards."""


def connection(scratch: Path, memory: str = MEMORY) -> DuckDBPyConnection:
    """A connection that works in the folder ``scratch``.

    Raises
    ------
    UsageError
        DuckDB is not installed.
    """
    try:
        import duckdb  # noqa: PLC0415 - of the extra `sources`
    except ImportError as error:
        words = Words(
            "sources need DuckDB: install the extra `sources`", "读取外部数据源需要 DuckDB：请安装附加组件 sources"
        )
        raise UsageError(words) from error
    return duckdb.connect(
        str(scratch / "work.duckdb"),
        config={
            "memory_limit": memory,
            "temp_directory": str(scratch / "spill"),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "preserve_insertion_order": "true",
        },
    )


def quoted(name: str) -> str:
    """A name as an SQL identifier.

    >>> quoted('a"b')
    '"a""b"'
    """
    return '"' + name.replace('"', '""') + '"'


def text_literal(value: str) -> str:
    """A text as an SQL literal.

    >>> text_literal("it's")
    "'it''s'"
    """
    return "'" + value.replace("'", "''") + "'"


def count(base: DuckDBPyConnection, text: str) -> int:
    """The one number that a query gives."""
    row = base.execute(text).fetchone()
    assert row is not None
    return int(row[0])
