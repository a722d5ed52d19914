"""A small city after two years of its scheme, as files: one centre is there and paid, two are candidates."""

import csv

CENTRES = """id,name,status,level,field,district,lead_id,formation,ready_year,approved_year,minimum_support
C1,甲,approved,municipal,F1,D1,O1,enterprise,2023,2023,600
C2,乙,candidate,municipal,F1,D1,O2,enterprise,2025,,300
C3,丙,candidate,municipal,F1,D1,O3,enterprise,2025,,100
"""
SCENARIO = """extends: ningbo-2023
policy:
  years: {last: 2026}
  target: {count: null}
  goals: {coverage: {failure: 0, depth: 1}}
  cofunding: {district_share: 0.25}
  budgets: {city: {2024: 500, 2025: 400, 2026: 300}}
  objective: [{maximise: {coverage: 1}}, {minimise: {cost: 1}}, {minimise: {delay: 1}}, {minimise: {late_money: 1}}]
"""


def write(folder, **tables):
    """Tables of a small city, and its scenario."""
    folder.mkdir(exist_ok=True)
    (folder / "scenarios").mkdir(exist_ok=True)
    (folder / "scenarios" / "base.yaml").write_text(SCENARIO, "utf-8")
    (folder / "dataset.yaml").write_text("name: 示例\n", "utf-8")
    given = {
        "centres": CENTRES,
        "technologies": "id,name,field,kind,severity\n"
        "T1,a,F1,bottleneck,5\nT2,b,F1,bottleneck,4\nT3,c,F1,bottleneck,3\n",
        "covers": "centre_id,technology_id\nC1,T1\nC2,T2\nC3,T3\n",
        "organisations": "id,name,kind\nO1,a,firm\nO2,b,firm\nO3,c,firm\n",
        "districts": "id,name\nD1,d\n",
        "fields": "id,name\nF1,f\n",
        "payments": "centre_id,year,amount,kind,payer\nC1,2023,150,support,city\nC1,2023,50,support,district\n"
        "C1,2024,90,support,city\nC1,2024,30,support,district\nC1,2024,40,support,province\nC1,2025,9,support,city\n",
        "evaluations": "centre_id,year,grade\nC1,2023,good\nC1,2024,pass\n",
        **tables,
    }
    for name, text in given.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    with (folder / "investments.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["centre_id", "year", "investment"])
        rows.writerows([c, k, 1000] for c in ("C1", "C2", "C3") for k in range(1, 6))
    return folder
