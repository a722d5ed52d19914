"""A scorer of its own: written from DESIGN 14's sentences with plain loops, sharing nothing with buju."""

from fractions import Fraction


def share(scale, value):
    kind, *rest = scale.split()
    if kind == "rubric":
        return min(max(value, 0), 100) / Fraction(100)
    if kind == "linear":
        a, b = map(Fraction, rest)
        part = (value - a) / (b - a)
        return Fraction(0) if part < 0 else Fraction(1) if part > 1 else part
    best, most = Fraction(0), Fraction(0)
    for step in rest:
        x, p = map(Fraction, step.split(":"))
        most = max(most, p)
        if x <= value:
            best = p
    return best / most


def letter(score, cuts):
    for grade in ("excellent", "good", "pass"):
        if score >= cuts[grade]:
            return grade
    return "poor"


def judge(data, centre, points=None, without=None):  # noqa: C901 (one sentence of DESIGN after another)
    """{score, grade, low, high, got, missing} of one centre; ``points`` replaces full points of single indicators."""
    formation = centre["formation"]
    own = data["points"].get(formation, {})
    cuts = {**data["cuts"], **data["cuts_by_formation"].get(formation, {})}
    got, missing, full, veto = {}, {}, Fraction(0), []
    out = {
        r["expert"]
        for r in data["reviews"]
        if r["centre"] == centre["id"] and (r["conflict"] or data["employer"][r["expert"]] in centre["inside"])
    }
    for one in data["indicators"]:
        i = one["id"]
        weight = own.get(i, one["points"])
        if points and i in points:
            weight = points[i]
        if weight == 0 or one["formation"] not in ("", formation):
            continue
        full += weight
        rows = [r for r in data["reviews"] if r["centre"] == centre["id"] and r["indicator"] == i]
        if one["qualitative"] and rows:
            scores = sorted(r["score"] for r in rows if r["expert"] not in out and r["expert"] != without)
            if len(scores) >= 5:
                del scores[0], scores[-1]
            elif len(scores) < 3:
                missing[i] = ("too few reviews", weight)
                continue
            value = sum(scores) / Fraction(len(scores))
        elif (centre["id"], i) in data["values"]:
            value = data["values"][centre["id"], i]
        else:
            missing[i] = ("no value", weight)
            continue
        part = share(one["scale"], value)
        got[i] = weight * part
        if one["veto"] and part == 0:
            veto.append(i)
    answer = {
        "got": got,
        "missing": {i: why for i, (why, _) in missing.items()},
        "veto": veto,
        "score": None,
        "grade": None,
    }
    if full:
        answer["low"] = 100 * sum(got.values()) / full
        answer["high"] = 100 * (sum(got.values()) + sum(w for _, w in missing.values())) / full
        if not missing:
            answer["score"] = answer["low"]
            answer["grade"] = letter(answer["low"], cuts)
    if veto:
        answer["grade"] = "poor"
    return answer
