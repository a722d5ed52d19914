"""A meeting on a plan: pin centres, move amounts, keep variants ｜ 会议：指定中心、调整数额、留存方案."""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="buju 布局 · 会议")


@app.cell
def _():
    import os
    import sys
    import tempfile
    from pathlib import Path

    import marimo as mo

    import buju
    from buju import notebook as nb

    def read(place):
        city = buju.load(place)
        return city.ecosystem, city.hashes

    def planned(data):
        """The run of the meeting; without one, the sample city's, which is gone when this ends."""
        if "BUJU_RUN" in os.environ:
            return Path(os.environ["BUJU_RUN"])
        return buju.plan(buju.load(data), "base").save(scratch.name)

    scratch = tempfile.TemporaryDirectory()
    data = nb.data_folder(buju.sample(), sys.argv[1:], os.environ)
    table = nb.attempt(lambda: nb.meeting(planned(data), data, read), nb.LANG)
    return mo, nb, table


@app.cell
def _(mo, nb, table):
    language = nb.language_switch(nb.LANG)
    get_kept, set_kept = mo.state(nb.attempt(table.kept, nb.LANG))
    language
    return get_kept, language, set_kept


@app.cell
def _(language, mo, nb, table):
    page = nb.Page(language.value)
    inside = mo.ui.multiselect(table.names, label=page.say("pinned in", "指定入选"))
    outside = mo.ui.multiselect(table.names, label=page.say("pinned out", "指定排除"))
    amounts = table.amounts()
    by_name = {f"{words.say(page.lang)}（{nb.shown(value)}）": key for key, (words, value) in amounts.items()}
    moved = mo.ui.multiselect(by_name, label=page.say("amounts to move", "调整数额"))
    page.column(
        page.text("# Meeting: {t}", "# 会议推演：{t}", t=table.base.title.say(page.lang) or table.base.scenario),
        page.text("{c}", "{c}", c=nb.certified(table.base, table.eco.info)),
        mo.hstack([inside, outside, moved], justify="start", gap=1.5, wrap=True),
    )
    return amounts, inside, moved, outside, page


@app.cell
def _(amounts, mo, moved, page):
    fields = mo.ui.dictionary(
        {
            key: mo.ui.number(start=0, stop=1e9, step=1, value=amounts[key][1], label=amounts[key][0].say(page.lang))
            for key in moved.value
        }
    )
    mo.hstack(list(fields.values()), justify="start", wrap=True) if moved.value else None
    return (fields,)


@app.cell
def _(amounts, fields, inside, mo, nb, outside, page, table):
    asked = nb.Asked(
        tuple(inside.value),
        tuple(outside.value),
        tuple(f"{key}={value:g}" for key, value in fields.value.items() if value != amounts[key][1]),
    )
    with mo.status.spinner(page.say("solving", "求解")):
        answer = nb.attempt(lambda: table.ask(asked), page.lang)
    feasible = answer.result.has_plan
    _moved = nb.changes(answer.comparison) if feasible else None
    page.column(
        page.text("## What comes of it", "## 结果"),
        mo.callout(
            mo.vstack([mo.md(nb.plain(words.say(page.lang))) for words in table.words(answer)]),
            kind="neutral" if feasible else "danger",
        ),
        mo.md(page.say("**Proof:** ", "**证明情况：** ") + nb.plain(table.proof(answer).say(page.lang))),
        *([page.table(_moved, 360)] if _moved is not None and _moved.rows else []),
    )
    return answer, asked


@app.cell
def _(mo, page):
    author = mo.ui.text(label=page.say("by", "提出人"), max_length=80)
    note = mo.ui.text(label=page.say("note", "备注"), max_length=300)
    keep = mo.ui.run_button(label=page.say("keep this variant", "留存此方案"))
    mo.hstack([author, note, keep], justify="start", align="end", gap=1)
    return author, keep, note


@app.cell
def _(answer, author, keep, mo, nb, note, page, set_kept, table):
    mo.stop(not keep.value)
    set_kept(nb.attempt(lambda: table.keep(table.variant(answer, author.value, note.value)), page.lang))
    return


@app.cell
def _(get_kept, mo, nb, page, table):
    kept = get_kept()
    page.column(
        page.text("## Variants kept: {n}", "## 已留存方案：{n}", n=len(kept)),
        page.table(nb.variants(table, kept), 420),
        mo.download(
            data=lambda: table.minutes(page.lang),
            filename=page.say("annex-to-the-minutes.docx", "会议纪要附件.docx"),
            label=page.say("annex to the minutes (docx)", "导出会议纪要附件（docx）"),
            disabled=not kept,
        ),
    )
    return


if __name__ == "__main__":
    app.run()
