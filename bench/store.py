"""Rows a second into and out of a genuine Neo4j server, beside a bare UNWIND loop on the same rows in the same run.

    python bench/store.py [--nodes 20000] [--only sample,cordis,made-up]

Needs Maven and Java 17 or 21, as the tests do; the server is started in a folder of its own, on loopback, and removed.
The bare loop is what one would write by hand: unique constraints, then ``UNWIND $rows CREATE`` for nodes and ``UNWIND …
MATCH … MATCH … CREATE`` for ties, in the same batches; it does not merge, so it can be run on an empty database only,
it compares nothing, and it keeps no order. Seconds are wall seconds: most of the work is the server's.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CORDIS = ROOT.parent / "shared" / "real" / "cordis_fi"
sys.path[:0] = [str(ROOT), str(ROOT / "bench"), str(ROOT / "tests" / "support")]


def datasets(nodes: int, folder: Path) -> Iterator[tuple[str, Any]]:
    from national import national

    from loaders.dataset import load
    from loaders.samples import copy_sample

    yield "sample", load(copy_sample("ningbo", folder / "city")).require()
    if CORDIS.exists():
        yield "cordis", load(CORDIS).require()
    yield "made-up", national(nodes)


def bare(store: Any, eco: Any) -> tuple[int, int]:
    """The loop by hand; rows sent of nodes and of ties."""
    from graph.model.schema import TABLES
    from graph.store import cypher
    from graph.store.mapping import NODE_MAPS
    from graph.store.rows import every_tie, node_rows, table_rows
    from graph.store.sync import BATCH

    tables = {name: table_rows(eco, name) for name in TABLES}
    for constraint in cypher.constraints():
        store.alone(constraint.statement)
    nodes = ties = 0
    for node in NODE_MAPS:
        rows = [{**r["values"], **r["key"]} for r in node_rows(node, tables[node.table])]
        for start in range(0, len(rows), BATCH):
            statement = f"UNWIND $rows AS row CREATE (n:{node.label}) SET n = row"
            store.write(statement, rows=rows[start : start + BATCH])
        nodes += len(rows)
    for tie, rows in every_tie(eco, tables):
        if not rows:
            continue
        ends = [", ".join(f"{k}: row.{end}.{k}" for k in rows[0][end]) for end in ("source", "target")]
        statement = (
            f"UNWIND $rows AS row MATCH (a:{tie.source} {{{ends[0]}}}) MATCH (b:{tie.target} {{{ends[1]}}}) "
            f"CREATE (a)-[r:{tie.label}]->(b) SET r = row.values"
        )
        for start in range(0, len(rows), BATCH):
            store.write(statement, rows=rows[start : start + BATCH])
        ties += len(rows)
    return nodes, ties


def clear(store: Any) -> None:
    while store.write("MATCH (n) WITH n LIMIT 20000 DETACH DELETE n RETURN count(*) AS n")[0]["n"]:
        pass
    for row in store.in_read(lambda run: run("SHOW CONSTRAINTS YIELD name RETURN name")):
        store.alone(f"DROP CONSTRAINT `{row['name']}`")


def timed(work: Any) -> tuple[float, Any]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def main() -> None:
    from buju_testing.neo4j_server import Server, unavailable
    from graph.store.client import connect
    from graph.store.reading import compare, pull, read
    from graph.store.sync import push

    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--nodes", type=int, default=20_000)
    asked.add_argument("--only", default="sample,cordis,made-up")
    given = asked.parse_args()
    if why := unavailable():
        sys.exit(why)
    with tempfile.TemporaryDirectory() as name:
        server = Server(Path(name))
        server.fetch()
        server.start()
        try:
            head = f"{'dataset':10} {'nodes':>8} {'ties':>8}  {'push':>9} {'again':>9} {'pull':>9} {'bare':>9}"
            print(f"{head} {'ratio':>6}   (rows a second; ratio = push ÷ bare)", flush=True)
            with connect(server.settings) as store:
                for warm in (True, False):
                    for title, eco in datasets(given.nodes, Path(name) / f"data-{warm}"):
                        if title not in given.only.split(",") or (warm and title != "sample"):
                            continue
                        clear(store)
                        slow, (nodes, ties) = timed(lambda eco=eco: bare(store, eco))  # type: ignore[misc]
                        clear(store)
                        first, done = timed(lambda eco=eco: push(store, eco))  # type: ignore[misc]
                        again, _ = timed(lambda eco=eco: push(store, eco))  # type: ignore[misc]
                        back, pulled = timed(lambda: pull(store))
                        equal = compare(eco, read(store)).empty and pulled.counts() == eco.counts()
                        held = (sum(done.nodes.values()) - 1, sum(done.ties.values()))
                        if held != (nodes, ties) or not equal:
                            sys.exit(f"{title}: sent {nodes, ties}, held {held}, equal {equal}")
                        if warm:
                            continue
                        speeds = [(nodes + ties) / s for s in (first, again, back, slow)]
                        line = f"{title:10} {nodes:8,} {ties:8,}  " + " ".join(f"{s:9,.0f}" for s in speeds)
                        print(f"{line} {speeds[0] / speeds[3]:6.2f}", flush=True)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
