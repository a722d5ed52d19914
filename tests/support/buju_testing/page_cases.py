"""Made-up results for the page, what must not run in it, and the number that stands behind each place."""

import json
import math
from collections import Counter

from buju_testing.made_up_result import make_result
from buju_testing.typed_result import typed
from graph.base.records import decode, encode
from planner.studies.compare import compare
from planner.studies.explain.answer import Explained, Explanation, Priced

EVIL = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</script><!--",
    "'; DROP {n} {} & &lt;",
    "\u202eאבג right to left",
    "👩‍🔬" * 20,
    "x" * 200,
    "宁" * 200,
    "\x00\x1b\ud800 bell",
    "javascript:alert(1)",
    "",
)


def city(**options):
    """A made-up result with what newer runs hold: members, coordinates, indicators, contributions."""
    result = make_result(**options)
    places = {d["id"]: (121.2 + 0.07 * k, 29.3 + 0.09 * (k * 7 % 10)) for k, d in enumerate(result["districts"])}
    for d in result["districts"]:
        d |= {"lon": places[d["id"]][0], "lat": places[d["id"]][1], "crs": "CGCS2000"}
    for k, c in enumerate((*result["chosen"], *result["existing"], *result["rejected"])):
        lon, lat = places[c["district"]]
        c |= {"lon": lon + 0.002 * (k % 5), "lat": lat - 0.003 * (k % 7), "crs": "CGCS2000"}
        c["members"] = [
            {
                "organisation": f"O{o:03}",
                "name": f"单位{o}",
                "kind": ("firm", "university")[o % 2],
                "role": "partner",
                "tie": "joint_project",
            }
            for o in ((k * 5 + j) % 60 for j in range(4))
        ]
    result["existing"][0] |= {"lon": None, "lat": None}
    whole = result["objective"] - result["contribution_of_existing"]
    parts = [1.0 + k % 3 for k in range(len(result["chosen"]))]
    for c, part in zip(result["chosen"], parts, strict=True):
        c["contribution"] = whole * part / sum(parts)
    row = {"today": 0.1, "with_plan": 0.65, "unit": "share", "better": "more", "label": {"en": "covered", "zh": "覆盖"}}
    result["indicators"] = {"covered": row, "open": row | {"unit": "number", "better": "less", "with_plan": 3.0}}
    return result


def explained(result):
    """What ``buju explain`` would have kept: prices of all, one whole explanation."""
    ids = [c["centre"] for c in (*result["chosen"], *result["rejected"])]
    price = {"proven": True, "lifted": [], "pushes_out": ids[:2], "along": ids[3:4]}
    prices = {c: price | {"cost": 0.001234567 * (k + 1)} for k, c in enumerate(ids)}
    prices[ids[-1]] = price | {"cost": None, "proven": False}
    prices[ids[-2]] = price | {"lifted": [{"en": "score of 47 instead of 50", "zh": "47 分（原 50）"}], "cost": -0.2}
    flip = {"words": {"en": "take it in", "zh": "直接入选"}, "set": ['fixed.chosen=["X"]']}
    whole = {"reasons": [{"en": "it adds most", "zh": "贡献最大"}], "flip": [flip]}
    return {"prices": prices, "centres": {ids[0]: whole}}


def as_explained(kept):
    """The same as types, with what the page does not read left blank."""
    price = {"cut_short": False, "cost": None, "proven": True, "lifted": [], "pushes_out": [], "along": []}
    blank = {"centre": "", "name": "", "chosen": True, "year": None, "binding": [], "contribution": None}
    return Explained(
        prices={c: decode(Priced, price | one) for c, one in kept["prices"].items()},
        centres={c: decode(Explanation, price | blank | one) for c, one in kept["centres"].items()},
    )


def at(result, pointer):
    here = result
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        here = here[int(name)] if isinstance(here, list) else here[name]
    return here


def _past(result, which, what=""):
    """Centres of the scheme that are there; or what city and district paid one, or the most that may follow."""
    if which == "there":
        return sum(c["ends"] is None or c["ends"] > result["as_of"] for c in result["history"])
    row = result["history"][int(which)]
    if what == "paid":
        return sum(sum(row["payers"].get(payer, {}).values()) for payer in ("city", "district"))
    return min(row["caps"].get(str(result["as_of"] + 1), 0.0), math.inf if row["room"] is None else row["room"])


def _evaluated(result, evaluation, key):
    """Counts and sums of the panel of grades, of the evaluation or of the history."""
    kind, which, *more = key.split("/")
    if kind == "evaluated":
        row = evaluation["grades"][int(which)]
        return row["paid"] if more == ["paid"] else row["next_cap"] or 0.0
    years = [max(map(int, h["grades"])) for h in result["history"] if h["grades"]]
    latest = [h["grades"][str(max(years))] for h in result["history"] if str(max(years)) in h["grades"]]
    wanted = {"n": ("excellent", "good"), "p": ("poor",), "of": ("excellent", "good", "pass", "poor")}[which]
    return sum(grade in wanted for grade in latest)


def _stands(result):
    """How many of the plan's centres history knows, how many are new, how many have ended."""
    known = {c["centre"] for c in result.get("history", ())}
    there = sum(c["centre"] in known for c in result["chosen"])
    return {"there": there, "new": len(result["chosen"]) - there, "ended": len(result.get("ended", ()))}


def counted(result, key):  # noqa: PLR0911, C901 - a kind of count a line
    """The counts and sums behind ``=``, found anew from the result."""
    chosen, existing, rejected = result["chosen"], result["existing"], result["rejected"]
    techs, years = result["technologies"], result["support_by_year"]
    centres = [*chosen, *existing, *rejected, *result.get("ended", ())]
    depth = [t["with_plan"] for t in techs]
    kind, *rest = key.split("/")
    fields = list(
        dict.fromkeys(
            [f["id"] for f in result["fields"]] + [x["field"] for x in (*chosen, *existing, *techs, *rejected)]
        )
    )
    districts = list(dict.fromkeys([d["id"] for d in result["districts"]] + [c["district"] for c in centres]))
    new = Counter(c["district"] for c in chosen)
    plain = {
        "chosen": len(chosen),
        "existing": len(existing),
        "rejected": len(rejected),
        "candidates": len(chosen) + len(rejected),
        "centres": len(chosen) + len(existing),
        "technologies": len(techs),
        "covered": sum(d >= 1 for d in depth),
        "uncovered": depth.count(0),
        "single": depth.count(1),
        "opened": sum(t["today"] <= 0 < t["with_plan"] for t in techs),
        "links": sum(len(t["centres"]) for t in techs),
        "support": sum(y["paid"] for y in years),
        **_stands(result),
        "equity": sum(c["equity"] for c in chosen),
        "district": sum(y["district"] for y in years),
        "rules": len(result["rules"]),
        "binding": len(result["binding"]),
        "free": len(result["rules"]) - len(result["binding"]),
        "indicators": len(result.get("indicators", ())),
        "districts": len(districts),
        "lost": sum(c.get("lon") is None for c in centres),
    }
    if not rest:
        return sum(y["city"] for y in years) if kind == "city" else plain[kind]
    if kind == "city" and rest == ["share"]:
        return sum(y["city"] for y in years) / plain["support"]
    if kind == "city":
        year = years[int(rest[1])]
        share = chosen[int(rest[0])].get("district_share", year["district"] / year["paid"])
        return chosen[int(rest[0])]["support"][str(year["year"])] * (1 - share)
    if kind == "parts":
        return math.fsum(result[rest[0]].values())
    if kind == "history":
        return _past(result, *rest)
    if kind == "left":
        return years[int(rest[0])]["cap"] - years[int(rest[0])]["city"]
    if kind == "held":
        who = centres[int(rest[0])]["centre"]
        return sum(who in [c["centre"] for c in t["centres"]] for t in techs)
    if kind == "starts":
        return sum(c["year"] == int(rest[0]) for c in chosen)
    if kind == "districts":
        return len(new) if rest == ["new"] else max(new.values())
    if kind == "district":
        return new[districts[int(rest[0])]]
    own = None if rest[0] == "none" else fields[int(rest[0])]
    if rest[1] == "centres":
        return sum(c["field"] == own for c in (*chosen, *existing))
    return sum(t["field"] == own and (rest[1] == "technologies" or t["with_plan"] > 0) for t in techs)


def meant(result, key, kept=None, other=None, evaluation=None):  # noqa: PLR0911 - a kind of place a line
    """The number of the result that stands behind a place."""
    if key.startswith("e/"):
        return at(evaluation, key[1:])
    if key.startswith(("=grades", "=evaluated")):
        return _evaluated(result, evaluation, key[1:])
    if key.startswith("~"):
        found = json.loads(json.dumps(encode(compare(typed(result), typed(other)))))
        return len(found[key[2:]]) if key.startswith("~#") else at(found, key[1:])
    if key.startswith("%"):
        return meant(result, key[1:], kept, other, evaluation) / abs(result["objective"])
    if key.startswith("x%"):
        return at(kept, key[2:]) / abs(result["objective"])
    if key.startswith("="):
        return counted(result, key[1:])
    if key[0] in "cty":
        rows = {
            "c": [c for part in ("chosen", "existing", "rejected", "ended") for c in result.get(part, ())],
            "t": result["technologies"],
            "y": result["support_by_year"],
        }
        place, _, rest = key.partition("/")
        return at(rows[key[0]][int(place[1:])], "/" + rest)
    return at(kept if key.startswith("x") else result, key.removeprefix("x"))


def shown_is_rounded(number):
    text, full = number["shown"].replace(",", ""), float(number["full"])
    if not text:
        return True  # a block of a figure: its number is in its title
    text = text.replace("%", " %")
    scale = {"%": 100.0, "pp": 100.0, "M": 1e-6}.get(text.rpartition(" ")[2], 1.0)
    plain = text.partition(" ")[0]
    digits = len(plain.partition(".")[2])
    most = 0.5 * 10.0**-digits if digits in (1, 2, 3, 4, 6) else 0.5
    return abs(float(plain) - full * scale) <= most * (1 + 1e-9) + 1e-12
