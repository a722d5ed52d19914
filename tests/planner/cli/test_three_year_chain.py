"""Poor, rectified, ended: the yearly round of the sample's middle, from measurements to money, year by year."""

import csv
import json

import pytest

RECTIFY = ("--set", "evaluation.rectify_after=poor")


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(path, rows):
    columns = list(dict.fromkeys(c for row in rows for c in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def midway(buju, tmp_path):
    """The sample after 2024 with one measured figure a centre and year; some centres stay far below the pass mark."""
    buju("demo", "sample", code=0)
    base = json.loads(buju("plan", "sample", "-S", "base", "--json", code=0).stdout)
    begun = {c["centre"]: c for c in base["chosen"] if c["year"] <= 2024}

    def make(name, poor):
        buju("demo", name, code=0)
        folder = tmp_path / name
        centres = read(folder / "centres.csv")
        for row in centres:
            if row["id"] in begun:
                row |= {"status": "approved", "approved_year": begun[row["id"]]["year"]}
        write(folder / "centres.csv", centres)
        paid = []
        for i, c in begun.items():
            for year, money in c["support"].items():
                if int(year) <= 2024 and not (i in poor and year == "2024"):
                    share = c["district_share"]
                    parts = (("city", money * (1 - share)), ("district", money * share))
                    paid += [{"centre_id": i, "year": year, "amount": m, "payer": payer} for payer, m in parts]
        write(folder / "payments.csv", paid)
        row = {"id": "I1", "name": "综合", "dimension": "talent", "kind": "quantitative", "points": 10}
        write(folder / "indicators.csv", [{**row, "scale": "linear 0 100"}])
        values = [
            {"centre_id": i, "indicator_id": "I1", "year": y, "value": 30 if i in poor else 80}
            for i, c in begun.items()
            for y in (2023, 2024)
            if c["year"] <= y
        ]
        write(folder / "measurements.csv", values)
        return folder

    return base, begun, make


def test_poor_twice_is_rectified_and_ended_its_money_freed_its_cover_lost(buju, midway):
    base, begun, make = midway
    victim = next(i for i, c in begun.items() if c["year"] == 2023)
    found = {}
    for name, poor in (("good", ()), ("poor", (victim,))):
        folder = make(name, poor)
        rounds = [
            json.loads(buju("evaluate", folder, "--year", y, "--write", *RECTIFY, "--json", code=0).stdout)
            for y in (2023, 2024)
        ]
        plan = json.loads(buju("plan", folder, "-S", "base", "--as-of", 2024, *RECTIFY, "--json", code=0).stdout)
        assert plan["status"] == "proven"
        assert plan["audit"]["clean"]
        assert all(one["audit"]["clean"] for one in rounds)
        found[name] = rounds, plan
        # what the evaluation says of 2025's money is what the plan holds as its caps
        caps = {
            h["centre"]: min(h["caps"].get("2025", 0.0), h["room"]) for h in plan["history"] if h["centre"] in begun
        }
        assert {g["centre"]: g["next_cap"] for g in rounds[1]["grades"]} == pytest.approx(caps)
    (_, good), (rounds, poor) = found["good"], found["poor"]
    grades = [next(g for g in one["grades"] if g["centre"] == victim) for one in rounds]
    assert [(g["grade"], g["next_factor"], g["next_cap"]) for g in grades] == [("poor", 0, 0), ("poor", 0, 0)]
    assert [g["before"] for g in grades] == [None, "poor"]
    past = {h["centre"]: h for h in poor["history"]}[victim]
    assert past["grades"] == {"2023": "poor", "2024": "poor"}
    assert past["rectified"] == [2024, 2025]
    assert (past["ends"], past["because"]) == (2025, "rectify")
    assert past["support"] == {}
    # its money of 2024 and 2025 is freed, what it covered is lost, and others are approved in its place
    freed = sum(m for y, m in begun[victim]["support"].items() if y != "2023")
    assert past["waived"] == pytest.approx(freed)
    assert freed > 0
    covered = [t for t in good["technologies"] if any(c["centre"] == victim for c in t["centres"])]
    assert covered
    assert not [t for t in poor["technologies"] if any(c["centre"] == victim for c in t["centres"])]
    assert good["objective"] == pytest.approx(base["objective"], abs=1e-6)
    assert poor["objective"] < good["objective"]
    new = {name: {c["centre"] for c in plan["chosen"] if c["year"] == 2025} for name, (_, plan) in found.items()}
    assert new["poor"] != new["good"]
