"""The sample city planned once for all tests that ask for it, and changes of its result that exports must stand."""

from __future__ import annotations

import copy
from functools import lru_cache
from pathlib import Path
from typing import Any

from graph.base.records import encode
from loaders.dataset import load
from planner.rulebook import scenario
from planner.runs import pipeline
from planner.solving.highs import Limits

SAMPLE = Path(__file__).parents[3] / "loaders" / "samples" / "ningbo"


@lru_cache(maxsize=1)
def _planned() -> dict[str, Any]:
    given = scenario.load(SAMPLE / "scenarios" / "base.yaml")
    return encode(pipeline.plan_result(load(SAMPLE).require(), given, Limits(seconds=120))[1])


def sample() -> dict[str, Any]:
    """The result of the sample's base scenario; a copy that may be changed."""
    return copy.deepcopy(_planned())


def without_centre() -> dict[str, Any]:
    """The sample with no centre chosen."""
    result = sample()
    result["chosen"], result["contribution_of_existing"] = [], result["objective"]
    for t in result["technologies"]:
        t["centres"] = [c for c in t["centres"] if c["existing"]]
        t["with_plan"] = len(t["centres"])
    for y in result["support_by_year"]:
        y.update(paid=0.0, city=0.0, district=0.0)
    return result


def without_places() -> dict[str, Any]:
    """The sample without any coordinates."""
    result = sample()
    for part in ("chosen", "rejected", "existing", "districts", "organisations"):
        for row in result[part]:
            row.update(lon=None, lat=None, crs="")
    return result


def one_district() -> dict[str, Any]:
    """The sample with one district, in which all centres stand without coordinates of their own."""
    result = without_places()
    result["districts"] = [{"id": "HS", "name": "海曙区", "lon": 121.36, "lat": 29.84, "crs": "CGCS2000"}]
    for part in ("chosen", "rejected", "existing"):
        for row in result[part]:
            row.update(district="HS", district_name="海曙区")
    return result


def older() -> dict[str, Any]:
    """The sample as an earlier version wrote it."""
    result = sample()
    for key in ("organisations", "indicators"):
        del result[key]
    for d in result["districts"]:
        for key in ("lon", "lat", "crs"):
            del d[key]
    for t in result["technologies"]:
        del t["prerequisites"]
    for part in ("chosen", "rejected", "existing"):
        for row in result[part]:
            for key in ("members", "chief_scientist", "chief_scientist_name", "ready_year", "approved_year"):
                del row[key]
            if part != "chosen":
                del row["technologies"]
    return result


def many() -> dict[str, Any]:
    """The sample ten times over: 180 chosen centres, 600 technologies and over a thousand nodes."""
    result = sample()
    for part, key in (("chosen", "centre"), ("technologies", "technology"), ("organisations", "id")):
        rows = result[part]
        result[part] = rows + [{**row, key: f"{row[key]}-{k}"} for k in range(1, 10) for row in rows]
    for c in result["chosen"]:
        copied = c["centre"].partition("-")[1:]
        c["members"] = [{**m, "organisation": m["organisation"] + "".join(copied)} for m in c["members"]]
    result["objective"] = result["contribution_of_existing"] + sum(c["contribution"] for c in result["chosen"])
    return result


HOSTILE = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x.test","x")',
    "名" * 200,
    "a\x00b\x1bc\x0bd",
    "{{title}} $x^2$",
)


def hostile() -> dict[str, Any]:
    """The sample with names that try to run, are too long, or hold characters that XML forbids."""
    result = sample()
    rows = [
        r
        for part in ("chosen", "rejected", "existing", "technologies", "fields", "districts", "organisations")
        for r in result[part]
    ]
    for k, row in enumerate(rows):
        row["name"] = HOSTILE[k % len(HOSTILE)]
    for part in ("chosen", "rejected", "existing"):
        for row in result[part]:
            row["lead_name"] = HOSTILE[1]
            for m in row["members"]:
                m["name"] = HOSTILE[3]
    result["title"] = {"en": HOSTILE[0], "zh": HOSTILE[2]}
    result["dataset"]["name"] = HOSTILE[3]
    return result
