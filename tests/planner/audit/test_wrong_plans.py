"""A right plan made wrong in every way that the rules know: the audit catches each, and by the right code."""

import pytest

from buju_testing import wrong_plans
from buju_testing.audited_tables import RIGHT, TABLES
from planner.audit import audit_tables
from planner.audit.catalogue import ALL, SOMETIMES
from planner.audit.tables import ALL as TABLE_RULES

ONLY_BY_OTHER_DATA = {"A814", "A815", "A848", "A849", "A873"}
"""Codes that need figures of lead firms, or a rules table that cannot be read; ``test_audit`` has both."""


@pytest.fixture(scope="module")
def right():
    return wrong_plans.Right()


@pytest.fixture(scope="module")
def kinds(right):
    return wrong_plans.kinds(right)


def test_the_right_plan_passes_with_every_figure(right):
    figures = {key: right.figures[key] for key in ("objective", *wrong_plans.GOALS, "cost", "stage2")}
    assert wrong_plans.caught(right, right.plan, figures) == []


def test_every_kind_of_wrong_plan_is_caught_by_its_code(right, kinds):
    assert len(kinds) >= 70
    for name, (code, wrong) in kinds.items():
        by = [wrong_plans.caught(right, plan, claims) for plan, claims in wrong]
        assert all(by), f"{name}: a wrong plan passed"
        assert any(code in codes for codes in by), f"{name}: {code} is never found"


def test_no_code_of_the_audit_is_left_out(kinds):
    asked = {rule.code for rule in ALL if rule.family not in SOMETIMES}
    assert asked - {code for code, _ in kinds.values()} == ONLY_BY_OTHER_DATA


def test_claims_and_sums_are_caught_by_their_code_alone(right, kinds):
    for name, (code, wrong) in kinds.items():
        if code in ("A880", "A881", "A816", "A804", "A805"):
            codes = set(wrong_plans.caught(right, *wrong[0]))
            assert code in codes, name
            if code in ("A880", "A881"):
                assert codes == {code}, name


# planner tables: the right choice is A and B (20.5)
TABLE_KINDS = {
    "a candidate that nobody knows": ("A901", ["A", "B", "Z"], {}, None),
    "a candidate listed twice": ("A902", ["A", "B", "B"], {}, None),
    "one too few": ("A903", ["B"], {}, None),
    "one too many": ("A904", ["A", "B", "D"], {}, None),
    "the first budget row overdrawn": ("A905", ["A", "B", "C"], {}, None),
    "a demanded technology short": ("A906", ["B", "D"], {}, None),
    "chosen without what it requires": ("A907", ["A", "D"], {}, None),
    "two that exclude one another": ("A908", ["B", "C"], {}, None),
    "an objective too high": ("A910", ["A", "B"], {}, 20.5001),
    "an objective too low": ("A910", ["A", "B"], {}, 20.4999),
    "an objective of another mode of coverage": ("A910", ["A", "B"], {"coverage": "all"}, 20.5),
    "a cost claimed as a value": ("A910", ["A", "B"], {}, 14.0),
    "a value claimed as a cost": ("A910", ["A", "B"], {"objective": "min_cost"}, 20.5),
    "an objective that is not known": ("A911", ["A", "B"], {"objective": "best"}, None),
    "a coverage that is not known": ("A911", ["A", "B"], {"coverage": "some"}, None),
}


@pytest.mark.parametrize("kind", TABLE_KINDS)
def test_every_kind_of_wrong_choice_is_caught_by_its_code(kind):
    code, chosen, changes, claimed = TABLE_KINDS[kind]
    assert audit_tables(TABLES, RIGHT, ["A", "B"], 20.5).clean
    found = {f.code for f in audit_tables(TABLES, RIGHT | changes, chosen, claimed).findings}
    assert code in found


def test_no_code_of_the_tables_is_left_out():
    elsewhere = {"A909", "A921", "A922", "A923", "A924", "A925"}  # test_audit_tables, test_audit_kinds
    assert {r.code for r in TABLE_RULES} - {code for code, *_ in TABLE_KINDS.values()} == elsewhere
