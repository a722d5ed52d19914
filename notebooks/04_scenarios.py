"""Scenarios side by side, and what an impossible one would take ｜ 比较：各情景并列，无法满足的需要什么."""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="buju 布局 · 04")


@app.cell
def _():
    import os
    import sys

    import marimo as mo

    import buju
    from buju import notebook as nb

    data = nb.data_folder(buju.sample(), sys.argv[1:], os.environ)
    eco = nb.attempt(lambda: buju.load(data).ecosystem, nb.LANG)
    files = nb.attempt(lambda: nb.scenario_files(data), nb.LANG)
    solve = nb.solver(eco, files, nb.LANG)
    return eco, files, mo, nb, solve


@app.cell
def _(files, mo, nb):
    language = nb.language_switch(nb.LANG)
    wanted = mo.ui.multiselect(list(files), value=list(files)[:6], label="情景 · scenarios")
    mo.hstack([language, wanted], justify="start", gap=2)
    return language, wanted


@app.cell
def _(language, nb):
    page = nb.Page(language.value)
    return (page,)


@app.cell
def _(files, mo, solve, wanted):
    mo.stop(not wanted.value, mo.md("请选择情景。 · Choose scenarios."))
    with mo.status.spinner("求解 · solving"):
        results = {name: solve(name)[2] for name in files if name in wanted.value}
    planned = {name: result for name, result in results.items() if result.has_plan}
    unmet = {name: result for name, result in results.items() if name not in planned}
    return planned, results, unmet


@app.cell
def _(eco, nb, page, planned, results, unmet):
    page.column(
        page.text(
            "# {n} of {all} scenarios can be met; {core} centres are in every plan",
            "# {all} 个情景中 {n} 个可行；{core} 家中心在各方案中均入选",
            n=len(planned),
            all=len(results),
            core=len(nb.in_all(planned)),
        ),
        page.text("{origin}", "{origin}", origin=nb.origin(eco.info)),
        *(
            page.text("- **{name}** {title}", "- **{name}** {title}", name=name, title=result.title.say(page.lang))
            for name, result in results.items()
        ),
        page.text("## What each reaches", "## 各情景成效"),
        page.table(nb.side_by_side(planned, eco.info.money_unit), 640),
        *(
            page.text("*{name}: cannot be met (see below).*", "*{name}：无法满足（见下文）。*", name=name)
            for name in unmet
        ),
    )
    return


@app.cell
def _(mo, nb, page, planned):
    mo.stop(not planned)
    page.column(
        page.text(
            "## Whom each chooses\n\nYear of approval. Green: in every plan, whatever the money.",
            "## 各情景入选中心\n\n表中为批复年份。绿色：各方案中均入选。",
        ),
        page.table(nb.years_of(planned), 1000),
    )
    return


@app.cell
def _(nb, page, unmet):
    _parts = [page.text("## What it would take", "## 如何才能满足")]
    for _name, _result in unmet.items():
        _parts.append(
            page.text("**{name}** {title}", "**{name}** {title}", name=_name, title=_result.title.say(page.lang))
        )
        _parts += [page.table(grid) for grid in nb.takes(_result)]
    page.column(*_parts, *([] if unmet else [page.text("*All can be met.*", "*各情景均可行。*")]))
    return


@app.cell
def _(nb, page, planned, unmet):
    def test_every_plan_is_audited_and_every_conflict_named():
        assert all(result.audit.clean for result in planned.values())
        assert all(result.conflict for result in unmet.values() if result.status == "infeasible")

    def test_the_years_are_those_of_the_plans():
        grid = nb.years_of(planned)
        for k, result in enumerate(planned.values(), start=3):
            inside = {row[0]: int(row[k]) for row in grid.rows if row[k] is not None}
            assert inside == {c.centre: c.year for c in result.chosen}

    def test_core_centres_are_those_that_no_comparison_moves_out():
        first = next(iter(planned.values()), None)
        lost = {c.centre for result in planned.values() for c in nb.compare(first, result).left}
        assert first is None or nb.in_all(planned) == {c.centre for c in first.chosen} - lost

    def test_money_is_within_the_caps():
        rules = [rule for result in planned.values() for rule in result.rules if rule.unit == "money"]
        assert all(rule.side != "most" or rule.used <= rule.limit * (1 + 1e-6) for rule in rules)

    tests = (
        test_every_plan_is_audited_and_every_conflict_named,
        test_the_years_are_those_of_the_plans,
        test_core_centres_are_those_that_no_comparison_moves_out,
        test_money_is_within_the_caps,
    )
    page.checked(*tests)
    return


if __name__ == "__main__":
    app.run()
