"""Bottlenecks that are open, thin or hang on one, and what lies upstream ｜ 短板：空白、单薄或系于一家的技术."""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="buju 布局 · 02")


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
    scenario = mo.ui.dropdown(list(files), value=next(iter(files)), label="情景 · scenario")
    mo.hstack([language, scenario], justify="start", gap=2)
    return language, scenario


@app.cell
def _(language, nb):
    page = nb.Page(language.value)
    return (page,)


@app.cell
def _(eco, mo, nb, scenario, solve):
    with mo.status.spinner("求解 · solving"):
        _, outcome, result = solve(scenario.value)
    plan = None if outcome.plan is None else dict(outcome.plan.starts)
    assessment = nb.assess(eco, plan)
    centres = nb.active_centres(eco, plan or ())
    technologies, hanging, upstream = nb.bottlenecks(assessment), nb.hanging(assessment), nb.upstream(eco, centres)
    readings = {r.indicator.name: r for r in assessment.indicators}
    dots = nb.Dots(technologies, 1, 2 if plan is None else 3)  # severity · centres
    return assessment, centres, dots, hanging, plan, readings, result, technologies, upstream


@app.cell
def _(eco, nb, page, plan, readings, result, technologies, upstream):
    uncovered, thin = readings["bottlenecks_uncovered"], readings["bottlenecks_with_one_centre"]
    state = "today" if plan is None else "with_plan"
    page.column(
        page.text(
            "# Of {n} bottlenecks, {open} stay open and {thin} rest on one centre",
            "# {n} 项“卡脖子”技术中，{open} 项仍是空白，{thin} 项仅靠一家中心",
            n=len(technologies.rows),
            open=getattr(uncovered, state),
            thin=getattr(thin, state),
        ),
        page.text("{origin}", "{origin}", origin=nb.origin(eco.info)),
        page.text(
            "The plan “{title}” cannot be met: everything below is today's.",
            "情景“{title}”无法满足，以下均为现状。",
            title=result.title.say(page.lang),
        )
        if plan is None
        else page.text("With the plan: {title}", "按规划建成后：{title}", title=result.title.say(page.lang)),
        page.cards(
            (uncovered.today, "open today", "目前空白"),
            (uncovered.with_plan, "open with the plan", "规划后空白"),
            (thin.with_plan, "with one centre only", "规划后仅一家"),
            (readings["single_points_person"].with_plan, "hang on one person", "系于一人"),
            (len(upstream.rows), "with an open prerequisite", "前置技术有空白"),
        ),
    )
    return


@app.cell
def _(dots, page):
    chart = dots.chart(page.lang)
    return (chart,)


@app.cell
def _(chart, dots, hanging, page, upstream):
    page.column(
        page.text(
            "## Every bottleneck\n\nRed: no centre. Amber: one centre only, or it hangs on one organisation or person.",
            "## 逐项查看\n\n红色：无中心覆盖；黄色：仅一家中心覆盖，或系于一家单位、一名人才。",
        ),
        dots.answered(chart, page, 800),
        page.text(
            "## What hangs on one\n\nIf this organisation or person is lost, nobody is left who can do it.",
            "## 系于一家或一人\n\n一旦失去该单位或该人才，即无人掌握这项技术。",
        ),
        page.table(hanging),
        page.text(
            "## Upstream\n\nTechnologies that need, at any remove, what no centre covers. "
            "Amber: covered itself, yet it stands on an open one.",
            "## 上游依赖\n\n直接或间接依赖空白技术的技术。黄色：自身已覆盖，但上游有空白。",
        ),
        page.table(upstream, 600),
    )
    return


@app.cell
def _(assessment, centres, eco, nb, page, plan, readings, technologies, upstream):
    def test_open_and_thin_are_counted_alike():
        last = 2 if plan is None else 3
        state = "today" if plan is None else "with_plan"
        for depth_wanted, name in ((0, "bottlenecks_uncovered"), (1, "bottlenecks_with_one_centre")):
            assert technologies.column(last).count(depth_wanted) == getattr(readings[name], state)

    def test_depths_are_those_of_the_graph():
        deep = dict(zip(eco.ids("Technology"), nb.depth(eco, centres).tolist(), strict=True))
        assert all((t.with_plan or t.today)["centre"] == deep[t.technology] for t in assessment.technologies)

    def test_direct_open_prerequisites_are_upstream_as_well():
        names = eco.names("Technology")
        listed = dict(zip(upstream.column(0), upstream.column(5), strict=True))
        for technology, prerequisite in nb.prerequisite_gaps(eco, centres):
            assert names[prerequisite] in listed[names[technology]]

    page.checked(
        test_open_and_thin_are_counted_alike,
        test_depths_are_those_of_the_graph,
        test_direct_open_prerequisites_are_upstream_as_well,
    )
    return


if __name__ == "__main__":
    app.run()
