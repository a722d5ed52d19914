"""The yearly evaluation: scores, what a grade hangs on, money ｜ 评价：得分、等次取决于什么、后续经费."""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="buju 布局 · 06")


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
def _(city, mo, nb):
    language = nb.language_switch(nb.LANG)
    _years = [str(y) for y in nb.measured_years(city.ecosystem)]
    wanted = mo.ui.dropdown(_years, value=_years[-1] if _years else None, label="年度 · year")
    mo.hstack([language, wanted], justify="start", gap=2)
    return language, wanted


@app.cell
def _(language, nb):
    page = nb.Page(language.value)
    return (page,)


@app.cell
def _(buju, city, files, mo, nb, wanted):
    mo.stop(wanted.value is None, mo.md("没有指标数值和专家评分。 · Nothing is measured or reviewed."))
    made = nb.attempt(lambda: buju.evaluate(city, int(wanted.value), next(iter(files.values()))), nb.LANG)
    return (made,)


@app.cell
def _(made, nb, page):
    _alpha = made.agreement.alpha
    page.column(
        page.text(
            "# {n} of {all} centres are good or better in {y}",
            "# {y} 年度 {all} 家中心中 {n} 家良好及以上",
            n=sum(g.grade in ("good", "excellent") for g in made.grades),
            all=len(made.grades),
            y=str(made.year),
        ),
        page.text("{origin}", "{origin}", origin=nb.origin(made.dataset)),
        page.table(nb.graded(made), 640),
        page.cards(
            (len(made.missing), "figures or reviews missing", "缺失的数值或评分"),
            (len(made.left_out), "reviews left out for conflict", "因利益冲突回避的评分"),
            (
                "–" if _alpha is None else f"{_alpha:.3f}",
                "agreement (Krippendorff's α)",
                "专家一致性（Krippendorff α）",
            ),
        ),
    )
    return


@app.cell
def _(made, mo):
    _names = {f"{g.centre} {g.name}": g.centre for g in made.grades if g.grade is not None}
    who = mo.ui.dropdown(_names, value=next(iter(_names), None), label="中心 · centre")
    who
    return (who,)


@app.cell
def _(made, mo, nb, page, who):
    mo.stop(who.value is None)
    row = next(g for g in made.grades if g.centre == who.value)
    page.column(
        page.text(
            "## What the grade of {c} hangs on\n\nIt has {s} points. Each interval holds with all other weights as "
            "they are; a figure at *raised at* or below *lowered below* would turn the grade alone. Experts without "
            "whom it would be another: {x}.",
            "## {c} 的等次取决于什么\n\n得分 {s}。各区间指其余分值不变时等次保持不变的分值范围；"
            "某一数值达到“升等值”或低于“降等值”即单独改变等次。缺了其评分等次即改变的专家：{x} 人。",
            c=row.name,
            s=f"{row.score:.2f}",
            x=len(row.decides_alone),
        ),
        page.table(nb.hinges(made, who.value), 640),
    )
    return (row,)


@app.cell
def _(made, page, row):
    page.text(
        "## The money that follows\n\nFactor {f}: city and district may pay at most {m} {u} in {y}; {p} are paid.",
        "## 后续经费\n\n系数 {f}：{y} 年市县支持至多 {m} {u}；已拨付 {p} {u}。",
        f=row.next_factor,
        m=row.next_cap,
        p=row.paid,
        u=made.dataset.money_unit,
        y=str(made.year + 1),
    )
    return


@app.cell
def _(made, nb, page, row):
    def test_the_score_is_the_share_of_its_points():
        got, full = (sum(getattr(item, k) for item in row.items) for k in ("points", "full"))
        assert abs(row.score - 100 * got / full) < 1e-9

    def test_the_grade_holds_at_the_weights_that_it_has():
        inside = [w.from_ <= row.points[w.indicator] for w in row.holds_while]
        assert all(inside)
        assert all(w.to is None or row.points[w.indicator] <= w.to for w in row.holds_while)

    def test_every_centre_is_in_the_table_with_its_grade():
        told = {r[0]: r[4].en for r in nb.graded(made).rows}
        assert told == {g.centre: g.grade or "–" for g in made.grades}

    def test_it_is_audited():
        assert made.audit.clean

    page.checked(
        test_the_score_is_the_share_of_its_points,
        test_the_grade_holds_at_the_weights_that_it_has,
        test_every_centre_is_in_the_table_with_its_grade,
        test_it_is_audited,
    )
    return


if __name__ == "__main__":
    app.run()
