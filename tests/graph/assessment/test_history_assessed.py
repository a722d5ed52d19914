"""The assessment of a scheme in its course: who is there counts today, who has ended or withdrawn never."""

import pytest

from graph.assessment.assessment import assess
from loaders.dataset import load
from loaders.samples import sample_folder


@pytest.fixture(scope="module")
def assessed():
    return assess(load(sample_folder("ningbo_2026")).require())


def test_approved_centres_count_today(assessed):
    by = {t.technology: t for t in assessed.technologies}
    # C05 was approved in 2023 and alone covers T09; two existing and eleven approved centres are there
    assert by["T09"].today["centre"] == 1
    assert {r.indicator.name: r.today for r in assessed.indicators}["centres"] == 13


def test_who_has_ended_or_withdrawn_could_cover_nothing(assessed):
    by = {t.technology: t for t in assessed.technologies}
    # T19 is claimed by C13, which ended in 2025, and by C16, which has withdrawn
    assert by["T19"].claimed_by == ("C13", "C16")
    assert by["T19"].could_cover == ()
    gone = {"C13", "C07", "C11", "C16", "C18", "C26", "C29", "C30", "C37", "C40"}
    assert not gone & {c for t in assessed.technologies for c in t.could_cover}
