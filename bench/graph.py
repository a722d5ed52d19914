"""CPU seconds and peak memory of reading and assessing 10⁴ to 10⁶ nodes, beside networkx, and how they grow.

    python bench/graph.py [--sizes 10000,100000,1000000] [--forms parquet,csv] [--peer 100000] [--seed 0]

Two tables. The first: the whole of ``buju assess`` on made-up data (``bench/national.py``, five ties a node), and the
exponent that the seconds grow with. The second: every measure of the collaboration network on the same pairs of
organisations by buju and by networkx, up to ``--peer`` nodes (networkx is not asked for constraint and effective size
above 10⁴: its time grows with the square of the hubs' ties; it has no removal curve). Every case runs in a process of
its own, on one thread, its data read before. Ratio = networkx ÷ buju. Each measure of triangles lists them by itself
here; an assessment lists them once. networkit is imported at the first measure that uses it, cuts: half a second.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]  # before this folder, whose graph.py is not the package
MEASURES = ("build", "components", "cuts", "core numbers", "communities", "constraint", "effective size")
MEASURES += ("betweenness", "removal curve")
SMALL = 10_000


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def whole(folder: Path) -> dict[str, Any]:
    """Read and assess as the command does, in phases."""
    from graph.assessment.assessment import assess
    from loaders.dataset import load

    start = time.process_time()
    eco = load(folder).require()
    read = time.process_time()
    found = assess(eco)
    measured = time.process_time()
    json.dumps(found.as_dict("en"), ensure_ascii=False)
    done = time.process_time()
    counts, sampled = found.counts, found.details["sampled"]
    return {
        "nodes": sum(counts["nodes"].values()),
        "ties": sum(counts["ties"].values()),
        "read": read - start,
        "assess": measured - read,
        "json": done - measured,
        "total": time.process_time(),
        "megabytes": peak(),
        "betweenness": "exact" if sampled is None else f"{sampled['sample']} of {sampled['of']:,} sources",
    }


def pairs_of(folder: Path) -> tuple[Any, int]:
    from graph.measures.collaboration import joined_pairs
    from graph.measures.coverage import active_centres
    from loaders.dataset import load

    eco = load(folder).require()
    return joined_pairs(eco, active_centres(eco)), eco.size("Organisation")


def ours(folder: Path) -> dict[str, float]:
    from graph.measures import brokerage, engine, robustness
    from graph.measures.collaboration import component_sizes
    from graph.measures.communities import communities
    from graph.measures.network import Triangles, adjacency

    pairs, nodes = pairs_of(folder)
    made: dict[str, Any] = {}

    def build() -> None:
        made["network"] = adjacency(pairs, nodes)

    def network() -> Any:
        return made["network"]

    work = {
        "build": build,
        "components": lambda: component_sizes(pairs, nodes),
        "cuts": lambda: engine.cuts(pairs, nodes),
        "core numbers": lambda: robustness.core_numbers(network()),
        "communities": lambda: communities(network()).modularity,
        "constraint": lambda: brokerage.constraint(Triangles(network())),
        "effective size": lambda: brokerage.effective_size(Triangles(network())),
        "betweenness": lambda: brokerage.betweenness(network()),
        "removal curve": lambda: robustness.removal_curve(network()),
    }
    return timed(work)


def peers(folder: Path, seed: int) -> dict[str, float]:
    import networkx as nx

    from graph.measures.brokerage import betweenness
    from graph.measures.network import adjacency

    pairs, nodes = pairs_of(folder)
    network = nx.Graph()

    def build() -> None:
        network.add_nodes_from(range(nodes))
        network.add_edges_from(pairs.tolist())

    def louvain() -> float:
        return float(nx.community.modularity(network, nx.community.louvain_communities(network, seed=seed)))

    sources = betweenness(adjacency(pairs, nodes)).sample or nodes  # as many as buju goes out from
    work = {
        "build": build,
        "components": lambda: list(nx.connected_components(network)),
        "cuts": lambda: (list(nx.articulation_points(network)), list(nx.bridges(network))),
        "core numbers": lambda: nx.core_number(network),
        "communities": louvain,
        "constraint": (lambda: nx.constraint(network)) if nodes <= SMALL else None,
        "effective size": (lambda: nx.effective_size(network)) if nodes <= SMALL else None,
        "betweenness": lambda: nx.betweenness_centrality(network, k=sources, normalized=False, seed=seed),
    }
    return timed(work)


def timed(work: Any) -> dict[str, float]:
    found = {}
    for name, one in work.items():
        if one is None:
            continue
        start = time.process_time()
        result = one()
        found[name] = time.process_time() - start
        if name == "communities":
            found["modularity"] = float(result)
    return {**found, "megabytes": peak()}


def apart(what: str, folder: Path, seed: int) -> dict[str, Any]:
    """Run one case in a process of its own, on one thread."""
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    command = [sys.executable, __file__, "--case", what, "--folder", str(folder), "--seed", str(seed)]
    done = subprocess.run(command, env=os.environ | one, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def make(folder: Path, nodes: int, seed: int, form: str) -> None:
    command = [sys.executable, str(ROOT / "bench" / "national.py"), str(folder), "--nodes", str(nodes)]
    more = ["--seed", str(seed), *(["--csv"] if form == "csv" else [])]
    subprocess.run([*command, *more], stdout=subprocess.DEVNULL, check=True)


def exponent(xs: list[float], ys: list[float]) -> float:
    """Slope of log y over log x by least squares."""
    a, b = [math.log(x) for x in xs], [math.log(y) for y in ys]
    x, y = sum(a) / len(a), sum(b) / len(b)
    return sum((p - x) * (q - y) for p, q in zip(a, b, strict=True)) / sum((p - x) ** 2 for p in a)


def spent(row: dict[str, Any]) -> float:
    return float(row["read"] + row["assess"] + row["json"])


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sizes", default="10000,100000,1000000")
    asked.add_argument("--forms", default="parquet,csv")
    asked.add_argument("--peer", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--case", help=argparse.SUPPRESS)
    asked.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.case:
        case = {"whole": whole, "ours": ours, "peers": lambda folder: peers(folder, given.seed)}[given.case]
        print(json.dumps(case(given.folder)))
        return
    sizes = [int(size) for size in given.sizes.split(",")]
    with tempfile.TemporaryDirectory() as name:
        head = f"{'nodes':>9} {'ties':>10} {'form':8} {'read':>7} {'assess':>7} {'json':>6} {'CPU s':>7} {'MB':>6}"
        print(f"{head}  betweenness")
        for form in given.forms.split(","):
            rows = []
            for size in sizes:
                folder = Path(name) / f"{form}-{size}"
                make(folder, size, given.seed, form)
                row = apart("whole", folder, given.seed)
                rows.append(row)
                seconds = f"{row['read']:7.2f} {row['assess']:7.2f} {row['json']:6.2f} {row['total']:7.2f}"
                line = f"{row['nodes']:9,} {row['ties']:10,} {form:8} {seconds} {row['megabytes']:6.0f}"
                print(f"{line}  {row['betweenness']}", flush=True)
            if len(rows) > 1:
                grows = exponent([r["nodes"] for r in rows], [spent(r) for r in rows])
                last = exponent([r["nodes"] for r in rows[-2:]], [spent(r) for r in rows[-2:]])
                print(f"{form}: seconds without start-up grow with nodes^{grows:.2f}, at last ^{last:.2f}", flush=True)
        for size in sizes:
            folder = Path(name) / f"{given.forms.split(',')[0]}-{size}"
            mine = apart("ours", folder, given.seed)
            other = apart("peers", folder, given.seed) if size <= given.peer else {}
            print(f"\n{size:,} nodes  {'buju':>9} {'networkx':>9} {'ratio':>7}   (CPU s)")
            for measure in MEASURES:
                there = (
                    f"{other[measure]:9.3f} {other[measure] / max(mine[measure], 1e-4):7.1f}"
                    if measure in other
                    else ""
                )
                print(f"  {measure:14} {mine[measure]:9.3f} {there}")
            more = f", networkx {other['modularity']:.3f} and {other['megabytes']:.0f}" if other else ""
            print(
                f"  modularity and peak MB: buju {mine['modularity']:.3f} and {mine['megabytes']:.0f}{more}", flush=True
            )


if __name__ == "__main__":
    main()
