"""Choosing under a budget: move a cap and see who falls out, and why ｜ 取舍：调整资金上限，看谁进谁退及原因."""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="buju 布局 · 03")


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
def _(mo, nb, scenario, solve):
    policy, _, base = solve(scenario.value)
    caps = {f"{cap.words.zh} · {cap.words.en}": cap for cap in nb.caps(policy)}
    mo.stop(not caps, "该情景未设资金上限。 · This scenario has no cap on money.")
    which = mo.ui.dropdown(caps, value=next(iter(caps)), label="上限 · cap")
    return base, which


@app.cell
def _(mo, nb, which):
    amount = mo.ui.slider(*nb.span(which.value.amount), debounce=True, include_input=True, full_width=True)
    mo.hstack([which, amount], widths=[2, 3], align="center")
    return (amount,)


@app.cell
def _(amount, base, mo, nb, scenario, solve, which):
    with mo.status.spinner("求解 · solving"):
        moved_policy, outcome, moved = solve(scenario.value, f"{which.value.key}={amount.value}")
    comparison, met = nb.compare(base, moved), base.has_plan and moved.has_plan
    return comparison, met, moved, outcome, moved_policy


@app.cell
def _(amount, comparison, eco, met, moved, nb, page, which):
    unit = eco.info.money_unit
    cap = {"cap": which.value.words, "old": which.value.amount, "new": amount.value, "unit": unit}
    if not met:
        _title = page.text("# {cap} {new} {unit}: cannot be met", "# {cap} {new} {unit}：无法满足", **cap)
        _body = [page.table(grid) for grid in nb.takes(moved)]
    else:
        _title = page.text(
            "# {cap} {old} → {new} {unit}: {out} centres fall out, {into} come in",
            "# {cap}由 {old} 调至 {new} {unit}：退出 {out} 家，新增 {into} 家",
            **cap,
            out=len(comparison.left),
            into=len(comparison.joined),
        )
        _figures = {figure.name: figure for figure in comparison.figures}
        _body = [
            page.cards(
                (nb.arrow(_figures["objective"]), "objective", "目标值"),
                (nb.arrow(_figures["support"]), f"support, {unit}", f"支持资金（{unit}）"),
                (nb.arrow(_figures["covered"]), "technologies covered", "已覆盖技术"),
                (len(comparison.opened), "technologies left open", "新出现空白"),
                (len(comparison.closed), "gaps closed", "补上空白"),
            ),
            page.table(nb.changes(comparison)),
        ]
    page.column(_title, page.text("{said}", "{said}", said=nb.certified(moved, eco.info)), *_body)
    return


@app.cell
def _(comparison, eco, met, mo, nb):
    mo.stop(not met)
    options = nb.askable(comparison, eco)
    centre = mo.ui.dropdown(options, value=next(iter(options)), label="为什么 · why", searchable=True)
    centre
    return (centre,)


@app.cell
def _(centre, eco, mo, moved_policy, nb, outcome, page):
    reasons = nb.why(outcome, moved_policy, centre.value, eco)
    mo.callout(mo.md("\n".join(f"- {words.say(page.lang)}" for words in reasons)))
    return


@app.cell
def _(met, mo, moved, nb, page):
    mo.stop(not met)
    dots = nb.Dots(nb.chosen(moved), 4, 5)  # support · share of the plan's worth
    chart = dots.chart(page.lang)
    page.column(*(mo.image(nb.figure(name, moved, page.lang), width="100%") for name in ("support", "coverage")))
    return chart, dots


@app.cell
def _(chart, dots, page):
    page.column(page.text("## What each costs and brings", "## 各中心资金与贡献"), dots.answered(chart, page))
    return


@app.cell
def _(amount, base, comparison, met, moved, page, which):
    def test_audit_or_conflict():
        assert moved.audit.clean if met else moved.conflict or base.conflict

    def test_the_cap_holds():
        rules = [rule for rule in moved.rules if rule.key == which.value.key]
        assert rules or not met
        assert all(rule.limit == amount.value and rule.used <= amount.value + 1e-6 for rule in rules)

    def test_money_adds_up():
        assert abs(sum(c.total_support for c in moved.chosen) - sum(y.paid for y in moved.support_by_year)) < 1e-6

    def test_less_is_never_more():
        if met and base.status == moved.status == "proven":
            before, after = ({c.centre for c in result.chosen} for result in (base, moved))
        assert not met or {c.centre for c in comparison.left} == before - after

    page.checked(test_audit_or_conflict, test_the_cap_holds, test_money_adds_up, test_less_is_never_more)
    return


if __name__ == "__main__":
    app.run()
