"""Next year, with what is approved, paid and graded ｜ 下一年度：在已批复、已拨付、已评价的基础上决定."""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="buju 布局 · 05")


@app.cell
def _():
    import os
    import sys

    import marimo as mo

    import buju
    from buju import notebook as nb

    data = nb.data_folder(buju.sample("ningbo_2026"), sys.argv[1:], os.environ)
    city = nb.attempt(lambda: buju.load(data), nb.LANG)
    files = nb.attempt(lambda: nb.scenario_files(data), nb.LANG)
    return buju, city, files, mo, nb


@app.cell
def _(files, mo, nb):
    language = nb.language_switch(nb.LANG)
    wanted = mo.ui.dropdown(list(files), value=next(iter(files)), label="情景 · scenario")
    mo.hstack([language, wanted], justify="start", gap=2)
    return language, wanted


@app.cell
def _(buju, city, files, language, mo, nb, wanted):
    page = nb.Page(language.value)
    with mo.status.spinner("求解 · solving"):
        now = nb.attempt(lambda: buju.plan(city, files[wanted.value]), nb.LANG)
    mo.stop(now.result.as_of is None or not now.chosen, mo.md("没有历史或没有方案。 · No history, or no plan."))
    return now, page


@app.cell
def _(nb, now, page):
    page.column(
        page.text(
            "# As of the end of {y}: {n} centres are there, {m} more are approved",
            "# 截至 {y} 年底：现有 {n} 家，再批复 {m} 家",
            y=str(now.result.as_of),
            n=sum(h.ends is None for h in now.result.history),
            m=sum(c.year > now.result.as_of for c in now.chosen),
        ),
        page.text("{proof}", "{proof}", proof=nb.certified(now.result, now.result.dataset)),
        page.table(nb.parts_by_year(now.result)),
        page.text("## What {y} decides", "## {y} 年度决定", y=str(now.result.as_of + 1)),
        page.table(nb.decided(now.result), 640),
    )
    return


@app.cell
def _(mo, now):
    _names = {
        f"{h.centre} {h.name}": h.centre for h in now.result.history if now.result.as_of in h.grades and h.support
    }
    who = mo.ui.dropdown(_names, value=next(iter(_names), None), label="改为不合格 · graded poor instead")
    who
    return (who,)


@app.cell
def _(city, files, mo, nb, now, wanted, who):
    mo.stop(who.value is None)
    _changed = nb.with_grade(city.ecosystem, who.value, now.result.as_of, "poor")
    with mo.status.spinner("求解 · solving"):
        poor = nb.solver(_changed, files, nb.LANG)(wanted.value)[2]
    return (poor,)


@app.cell
def _(nb, now, page, poor, who):
    _worth = {"a": f"{now.objective:.6f}", "b": f"{poor.objective:.6f}"}
    page.column(
        page.text(
            "## One poor grade: {a} → {b} of {c} in {y}",
            "## 一个不合格：{c} {y} 年支持 {a} → {b}",
            a=nb.support_next(now.result, who.value),
            b=nb.support_next(poor, who.value),
            c=who.value,
            y=str(now.result.as_of + 1),
        ),
        page.text(
            "Objective {a} → {b}: what it frees goes to others.", "目标值 {a} → {b}：腾出的经费转给其他中心。", **_worth
        ),
        page.table(nb.changes(nb.compare(now.result, poor)), 640),
    )
    return


@app.cell
def _(buju, city, files, mo, nb, now, wanted):
    with mo.status.spinner("求解 · solving"):
        before = nb.attempt(lambda: buju.plan(city, files[wanted.value], as_of=now.result.as_of - 1), nb.LANG)
        _limit = {"earlier": before, "most_changes": 2, "changes_curve": True}
        stuck = nb.attempt(lambda: buju.plan(city, files[wanted.value], **_limit), nb.LANG)
    return before, stuck


@app.cell
def _(before, mo, nb, page, stuck):
    mo.stop(not stuck.chosen, page.text("No plan has so few changes.", "没有变更如此之少的方案。"))
    _year, _price = str(before.result.as_of), f"{stuck.price_of_sticking.objective:.6f}"
    page.column(
        page.text(
            "## The price of sticking to the plan of {y}", "## 沿用 {y} 年方案的代价", y=str(before.result.as_of)
        ),
        page.table(nb.by_changes(stuck.result)),
        page.text(
            "The best plan without regard to it is worth {p} more.", "不受其约束的最优方案目标值高 {p}。", p=_price
        ),
    )
    return


@app.cell
def _(nb, now, page, poor, stuck, who):
    def test_three_parts_are_all_the_money():
        *rows, last = nb.parts_by_year(now.result).rows
        assert all(abs(last[k] - sum(r[k] or 0 for r in rows)) < 1e-6 for k in (1, 2, 3))

    def test_a_poor_grade_takes_the_money_of_the_year():
        assert nb.support_next(poor, who.value) == 0 < nb.support_next(now.result, who.value)

    def test_more_changes_never_hurt_and_no_limit_is_best():
        assert all(plan.audit.clean for plan in (now, poor, stuck))
        values = [p.objective for p in stuck.result.changes_curve if p.objective is not None]
        assert values == sorted(values)
        assert abs(values[-1] + stuck.price_of_sticking.objective - now.objective) < 1e-5

    page.checked(
        test_three_parts_are_all_the_money,
        test_a_poor_grade_takes_the_money_of_the_year,
        test_more_changes_never_hurt_and_no_limit_is_best,
    )
    return


if __name__ == "__main__":
    app.run()
