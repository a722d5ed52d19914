"""The sample city as it stands at the end of 2026: twelve centres approved, paid, graded; every row of it made up.

What does not live here: the city itself (``tables``); what the rows mean to a plan.
"""

from __future__ import annotations

from dataclasses import dataclass

from sample.facts import ILLUSTRATIVE, Row
from sample.measured import measured_tables
from sample.tables import sample_tables

CITY_PART, DISTRICT_PART = 0.75, 0.25
"""Who pays how much of the support; amounts are multiples of 20, so that both parts are whole."""
MADE_UP = {"source": ILLUSTRATIVE}


@dataclass(frozen=True)
class Course:
    """A centre's course: approval, support of city and district by year, grades by year, promises, equity."""

    id: str
    approved: int
    support: dict[int, int]
    grades: dict[int, tuple[str, int]]
    promised: dict[int, int]
    equity: int = 0


COURSES = (
    Course("C02", 2023, {2023: 160, 2024: 180, 2025: 200},
           {2024: ("good", 84), 2025: ("excellent", 93), 2026: ("good", 86)}, {}, 200),
    Course("C05", 2023, {2023: 240, 2024: 300, 2025: 300},
           {2024: ("good", 79), 2025: ("good", 81), 2026: ("good", 77)}, {}),
    Course("C13", 2023, {2023: 160, 2024: 180}, {2024: ("poor", 52)}, {}),
    Course("C12", 2024, {2024: 400, 2025: 300, 2026: 300}, {2025: ("good", 82), 2026: ("excellent", 91)}, {}, 350),
    Course("C17", 2024, {2024: 240, 2025: 300, 2026: 340}, {2025: ("excellent", 90), 2026: ("good", 88)}, {}, 300),
    Course("C19", 2024, {2024: 220, 2025: 280}, {2025: ("poor", 57), 2026: ("pass", 66)}, {}),
    Course("C21", 2024, {2024: 160, 2025: 200, 2026: 240}, {2025: ("good", 78), 2026: ("good", 80)}, {}),
    Course("C15", 2025, {2025: 180, 2026: 240}, {2026: ("good", 85)}, {2027: 200}),
    Course("C24", 2025, {2025: 80, 2026: 100}, {2026: ("excellent", 92)}, {2027: 100}),
    Course("C25", 2025, {2025: 100, 2026: 120}, {2026: ("pass", 68)}, {2027: 140}),
    Course("C33", 2025, {2025: 200, 2026: 240}, {2026: ("good", 83)}, {2027: 240}),
    Course("C36", 2025, {2025: 240, 2026: 280}, {2026: ("good", 76)}, {2027: 300}, 140),
)  # fmt: skip
"""C36 has been paid half of its equity of 280; the rest is committed."""
_ENDED = "C13"
_DECISIONS = (
    ("C13", 2025, "stopped", "", "2025-04-18"),
    ("C19", 2026, "rectify", "", "2026-03-26"),
    ("C02", 2026, "promoted", "provincial", "2026-06-30"),
)
"""Beside the approvals: one centre ended after a poor grade, one has to rectify, one is promoted."""
_WITHDRAWN = ("C07", "C11", "C16", "C18", "C26", "C29", "C30", "C37", "C40")
"""Candidates that are no longer offered."""
_PROVINCE = (("C02", 2026, 80),)
"""Support of the province for the promoted centre."""
_MILESTONES = (
    ("C02", "中试平台投用", 2025, 2025),
    ("C05", "聚烯烃中试线投用", 2025, 2026),
    ("C12", "首台套装备下线", 2026, 2026),
    ("C17", "固态电芯样品送测", 2026, 2026),
    ("C19", "功率模块通过车规测试", 2026, ""),
    ("C21", "高速轴承通过台架试验", 2027, ""),
    ("C15", "靶材纯度达到6N", 2027, ""),
    ("C33", "两项检测试剂取得注册证", 2027, ""),
    ("C36", "吨级发酵线投用", 2028, ""),
)


def midway_tables() -> dict[str, list[Row]]:
    """Rows of the sample city's tables, and of those that tell its course up to 2026."""
    tables = sample_tables()
    courses = {c.id: c for c in COURSES}
    tables["centres"] = [_stands(row, courses) for row in tables["centres"]]
    paid = [row for c in COURSES for row in _payments(c)]
    paid += [
        {"centre_id": c, "year": y, "amount": m, "kind": "support", "payer": "province"} | MADE_UP
        for c, y, m in _PROVINCE
    ]
    formations = {str(row["id"]): str(row.get("formation", "")) for row in tables["centres"]}
    scores = [(c.id, y, score) for c in COURSES for y, (_, score) in c.grades.items()]
    return (
        tables
        | measured_tables(scores, formations)
        | {
            "payments": paid,
            "commitments": [
                {"centre_id": c.id, "year": y, "amount": m} | MADE_UP for c in COURSES for y, m in c.promised.items()
            ],
            "evaluations": [
                {"centre_id": c.id, "year": y, "grade": grade, "score": score} | MADE_UP
                for c in COURSES
                for y, (grade, score) in c.grades.items()
            ],
            "decisions": [_decision(c.id, c.approved, "approved", "", f"{c.approved}-05-20") for c in COURSES]
            + [_decision(*row) for row in _DECISIONS]
            + [_decision(centre, 2026, "stopped", "", "2026-09-10") for centre in _WITHDRAWN],
            "milestones": [
                {"centre_id": c, "name": name, "due": due, "reached": reached} | MADE_UP
                for c, name, due, reached in _MILESTONES
            ],
        }
    )


def _stands(row: Row, courses: dict[str, Course]) -> Row:
    """A centre as it stands at the end of 2026: its level is that of its approval, decisions tell the rest.

    Of the candidates some are ready, the others will be from 2027, 2028 or 2029 on.
    """
    course = courses.get(str(row["id"]))
    if row["status"] == "candidate" and course is None:
        return row | {"ready_year": 2026 + int(str(row["id"])[1:]) % 4}
    if course is None:
        return row
    status = "ended" if course.id == _ENDED else "approved"
    return row | {"status": status, "approved_year": course.approved}


def _payments(course: Course) -> list[Row]:
    rows: list[Row] = [
        {"centre_id": course.id, "year": year, "amount": amount * part, "kind": "support", "payer": payer} | MADE_UP
        for year, amount in course.support.items()
        for payer, part in (("city", CITY_PART), ("district", DISTRICT_PART))
    ]
    if course.equity:
        rows.append(
            {
                "centre_id": course.id,
                "year": course.approved,
                "amount": course.equity,
                "kind": "equity",
                "payer": "city",
            }
            | MADE_UP
        )
    return rows


def _decision(centre: str, year: int, decision: str, level: str, date: str) -> Row:
    told = {"centre_id": centre, "year": year, "decision": decision, "level": level, "date": date}
    return told | {"decided_by": "示例市科技局"} | MADE_UP
