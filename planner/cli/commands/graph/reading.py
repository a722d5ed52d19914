"""A dataset and the server's connection, for the commands of the group."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.base.errors import UsageError
from graph.base.words import Words
from planner.cli.screen.console import Console

if TYPE_CHECKING:
    from graph.model.ecosystem import Ecosystem
    from graph.store.client import Connection


def load_dataset(path: Path) -> Any:
    """What is read at a place, refused where nothing is there."""
    from loaders.dataset import load

    if not path.exists():
        raise UsageError(Words("there is no dataset at {path}", "{path} 处没有数据集").fill(path=path))
    return load(path)


def row_counts(eco: Ecosystem) -> dict[str, int]:
    """Rows of each table."""
    return {name: len(next(iter(columns.values()))) for name, columns in eco.tables.items()}


@contextmanager
def connected(out: Console) -> Iterator[Connection]:
    """Connect as the environment says; a password that it does not give is asked for on a terminal."""
    import getpass

    from graph.store.client import connect, settings

    def ask(user: str) -> str:
        prompt = Words("Neo4j password of {user}: ", "{user} 的 Neo4j 密码：").fill(user=user)
        return getpass.getpass(prompt.say(out.lang))

    given = settings(os.environ, ask if sys.stdin is not None and sys.stdin.isatty() else None)
    with connect(given) as connection:
        words = Words("connected to {uri}, Neo4j {v}", "已连接 {uri}，Neo4j {v}")
        out.say(words.fill(uri=given.place, v=connection.version))
        yield connection
