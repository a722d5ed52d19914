"""Five hundred random evaluation systems: every number equals that of a scorer written apart."""

import random
from fractions import Fraction

import pytest

from buju_testing.brute_evaluation import judge
from buju_testing.evaluation_cases import ecosystem, system
from planner.studies.evaluation.facts import facts
from planner.studies.evaluation.hinges import experts, figures, intervals
from planner.studies.evaluation.scoring import evaluate

SYSTEMS = 500
GRAIN = Fraction(1, 64)


def draw(seed):
    """A random system with its data, in plain dicts; many ties, vetoes, cuts that are just met."""
    rng = random.Random(seed)
    formations = ("", "enterprise", "institute", "joint")
    indicators = []
    for k in range(rng.randint(1, 5)):
        qualitative = rng.random() < 0.4
        scale = (
            "rubric"
            if qualitative and rng.random() < 0.8
            else rng.choice(
                ["linear 0 100", "linear 100 0", "linear 10 50", "steps 0:0 25:4 50:7 100:10", "steps 50:1", "rubric"]
            )
        )
        indicators.append(
            {
                "id": f"I{k}",
                "qualitative": qualitative,
                "scale": scale,
                "points": Fraction(rng.choice([0, 5, 10, 20, 25, 40])),
                "veto": rng.random() < 0.15,
                "formation": rng.choice(formations) if rng.random() < 0.2 else "",
            }
        )
    ids = [i["id"] for i in indicators]
    organisations = [f"O{k}" for k in range(4)]
    centres = [
        {
            "id": f"C{k}",
            "formation": rng.choice(formations),
            "inside": set(rng.sample(organisations, rng.randint(0, 2))),
        }
        for k in range(3)
    ]
    employer = {f"X{k}": rng.choice([*organisations, "", "", ""]) for k in range(8)}
    cuts = sorted(rng.sample(range(20, 100, 5), 3))
    return {
        "indicators": indicators,
        "points": {
            f: {i: Fraction(rng.choice([0, 10, 30])) for i in ids if rng.random() < 0.4}
            for f in formations[1:]
            if rng.random() < 0.4
        },
        "cuts": dict(zip(("pass", "good", "excellent"), cuts, strict=True)),
        "cuts_by_formation": {"institute": {"good": cuts[1] - 2}} if rng.random() < 0.3 else {},
        "centres": centres,
        "employer": employer,
        "values": {
            (c["id"], i): Fraction(rng.choice([0, 5, 10, 25, 30, 50, 75, 80, 100]))
            for c in centres
            for i in ids
            if rng.random() < 0.92
        },
        "reviews": [
            {
                "expert": x,
                "centre": c["id"],
                "indicator": one["id"],
                "score": Fraction(rng.choice([0, 40, 50, 60, 70, 75, 80, 90, 100])),
                "conflict": rng.random() < 0.04,
            }
            for c in centres
            for one in indicators
            if one["qualitative"] and rng.random() < 0.8
            for x in rng.sample(sorted(employer), rng.randint(1, 8))
        ],
    }


def known(data):
    """The same as buju reads it."""
    inside = {o for c in data["centres"] for o in c["inside"]} | set(data["employer"].values()) - {""}
    tables = {
        "centres": [
            {"id": c["id"], "formation": c["formation"], "status": "approved", "approved_year": 2023}
            for c in data["centres"]
        ],
        "organisations": [{"id": o} for o in sorted(inside)],
        "members": [{"centre_id": c["id"], "organisation_id": o} for c in data["centres"] for o in sorted(c["inside"])],
        "indicators": [
            {
                "id": i["id"],
                "dimension": "x",
                "kind": "qualitative" if i["qualitative"] else "quantitative",
                "scale": i["scale"],
                "points": float(i["points"]),
                "veto": i["veto"],
                "formation": i["formation"],
            }
            for i in data["indicators"]
        ],
        "measurements": [
            {"centre_id": c, "indicator_id": i, "year": 2024, "value": float(v)} for (c, i), v in data["values"].items()
        ],
        "experts": [{"id": x, "organisation_id": o} for x, o in data["employer"].items()],
        "reviews": [
            {
                "expert_id": r["expert"],
                "centre_id": r["centre"],
                "indicator_id": r["indicator"],
                "year": 2024,
                "score": float(r["score"]),
                "conflict": r["conflict"],
            }
            for r in data["reviews"]
        ],
    }
    changes = {
        "cuts": data["cuts"],
        "cuts_by_formation": data["cuts_by_formation"],
        "points": {f: {i: float(p) for i, p in points.items()} for f, points in data["points"].items()},
    }
    return facts(ecosystem(tables), system(**changes), 2024)


@pytest.mark.parametrize("block", range(10))
def test_scores_and_hinges_equal_a_scorer_written_apart(block):
    graded = 0
    for seed in range(block * SYSTEMS // 10, (block + 1) * SYSTEMS // 10):
        data = draw(seed)
        read = known(data)
        for centre, plain in zip(read.centres, data["centres"], strict=True):
            found, wanted = evaluate(read, centre), judge(data, plain)
            assert {i.indicator.id: i.got for i in found.items if i.got is not None} == wanted["got"], seed
            assert {i.indicator.id: i.missing for i in found.items if i.missing} == wanted["missing"], seed
            assert (found.score, found.grade, list(found.vetoes)) == (wanted["score"], wanted["grade"], wanted["veto"])
            if found.items:
                assert (found.low, found.high) == (wanted["low"], wanted["high"]), seed
            if found.grade is not None:
                graded += 1
                _intervals(data, plain, read, found, seed)
                _experts(data, plain, read, found, seed)
                _figures(read, found)
    assert graded > 40


def _intervals(data, plain, read, found, seed):
    for one in intervals(read.rules, found):
        marks = {Fraction(0), GRAIN, Fraction(1), Fraction(10), Fraction(1000), one.low, one.low + GRAIN / 1000}
        marks |= {m for m in (one.low - GRAIN / 1000, one.high, one.high and one.high - GRAIN / 1000) if m is not None}
        marks |= {one.high + GRAIN / 1000} if one.high is not None else set()
        for w in marks:
            if w >= 0:
                there = judge(data, plain, {one.indicator: w})["grade"] == found.grade
                assert one.contains(w) == there, (seed, one, w)


def _experts(data, plain, read, found, seed):
    wanted = {}
    for x in sorted(data["employer"]):
        grade = judge(data, plain, without=x)["grade"]
        if grade != found.grade:
            wanted[x] = grade
    assert {t.expert: t.grade for t in experts(read, found)} == wanted, seed


def _figures(read, found):
    """At the points where a figure turns the grade it turns, and just below it does not yet."""
    full = found.points
    for one in figures(read.rules, found):
        item = next(i for i in found.items if i.indicator.id == one.indicator)
        rest = found.score * full / 100 - item.got

        def grade(points, rest=rest):
            return read.rules.grade(100 * (rest + points) / full, found.centre.formation)

        if one.raised_at is not None:
            assert grade(one.raised_at) == one.raised_to != found.grade
            assert grade(one.raised_at - GRAIN / 1000) == found.grade
        if one.lowered_below:
            assert grade(one.lowered_below) == found.grade
            assert grade(one.lowered_below - GRAIN / 1000) == one.lowered_to != found.grade
