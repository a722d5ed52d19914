"""Rule families are found, of the program and of the audit: no list names them, and none is left out."""

import inspect
from dataclasses import fields
from importlib import import_module
from pkgutil import iter_modules

import pytest

from buju_testing.random_city import random_city
from planner.audit import catalogue, claims, shape
from planner.audit import rules as audited
from planner.audit.report import Rule as AuditRule
from planner.families import goals, rules, terms
from planner.families.city_problem import compile_city
from planner.families.kinds import KINDS, RECONSIDERED, RULES, ruled
from planner.families.rules import FAMILIES, family_of
from planner.problem.rows import PlanningProblem, Rule
from planner.program import build


def modules(package):
    return [import_module(f"{package.__name__}.{one.name}") for one in iter_modules(package.__path__)]


def test_every_file_is_a_family_and_every_name_is_its_own():
    assert {id(m.FAMILY) for m in modules(rules)} == {id(f) for f in FAMILIES}
    assert len({f.name for f in FAMILIES}) == len({f.order for f in FAMILIES}) == len(FAMILIES) > 10


def test_every_file_is_a_goal_or_a_kind_of_component():
    assert [g.name for g in goals.FAMILIES] == ["coverage", "collaboration", "talent", "firms", "mechanism", "partners"]
    assert {id(m.GOAL) for m in modules(goals)} == {id(g) for g in goals.FAMILIES}
    assert {id(m.TERM) for m in modules(terms)} == {id(t) for t in terms.TERMS}
    assert len({t.order for t in terms.TERMS}) == len(terms.TERMS)


def test_every_component_of_a_goal_is_of_one_kind():
    problem = compile_city(*random_city(3))
    parts = {part for goal in problem.goals for part, _ in goal.parts}
    built = terms.worths(build(problem)[0], parts)
    assert set(built) == parts


def test_every_rule_of_a_city_belongs_to_a_family():
    named, seen = {f.name for f in FAMILIES}, set()
    for seed in range(20):
        problem = compile_city(*random_city(seed))
        seen |= {rule.family for rule in problem.rules()}
        assert [row.rule.name for _, row in ruled(problem)] == list(
            dict.fromkeys(row.rule.name for _, row in ruled(problem))
        )
    assert seen <= named
    assert len(seen) > 6


def test_a_family_that_is_not_known_says_nothing():
    family = family_of(Rule("budget y", "of tables", None))
    assert (family.label, family.stated, family.levers, list(family.rows(None))) == (None, None, None, [])


def test_every_field_of_ruled_rows_has_its_kind():
    of_rows = {f.name for f in fields(PlanningProblem) if "Row" in str(f.type) or f.name in ("bars", "logic")}
    assert {kind.field for kind in RULES} == of_rows
    assert [kind.field for kind in KINDS][:3] == ["bars", "projects", "support"]  # columns before rows
    assert RECONSIDERED[-1].field == "bars"


def test_every_code_of_the_audit_is_of_one_file_and_in_the_catalogue():
    found = []
    for module in [shape, claims, *modules(audited)]:
        own = [one for _, one in inspect.getmembers(module, lambda x: isinstance(x, AuditRule))]
        told = module.AUDIT.rules if hasattr(module, "AUDIT") else module.RULES
        assert set(own) <= set(told), module.__name__
        found += told
    assert sorted(one.code for one in found) == [one.code for one in catalogue.ALL]
    assert len({one.code for one in found}) == len(found) > 40
    assert set(catalogue.WHYS) == {one.code for one in found}


@pytest.mark.parametrize("family", audited.FAMILIES, ids=lambda f: f.rules[0].family)
def test_a_family_of_the_audit_says_why_in_both_languages(family):
    assert family.why.en
    assert family.why.zh != family.why.en
