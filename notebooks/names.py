"""Which organisations written names mean: accept or reject what is proposed ｜ 单位名称：确认或否决候选."""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="buju 布局 · 单位名称")


@app.cell
def _():
    import datetime as dt
    import os
    import sys
    import tempfile
    from pathlib import Path

    import marimo as mo

    from buju import notebook as nb

    def sample():
        """Made-up proposals, gone when this ends, where no folder is given."""
        nb.write_sample(Path(scratch.name))
        return Path(scratch.name)

    scratch = tempfile.TemporaryDirectory()
    named = nb.data_folder(Path(), sys.argv[1:], os.environ)
    review = nb.attempt(lambda: nb.Review(sample() if named == Path() else named), nb.LANG)
    return dt, mo, nb, review


@app.cell
def _(mo, nb):
    language = nb.language_switch(nb.LANG)
    get_turn, set_turn = mo.state(0)
    language
    return get_turn, language, set_turn


@app.cell
def _(get_turn, language, mo, nb, review):
    get_turn()
    page = nb.Page(language.value)
    waiting = nb.attempt(review.undecided, page.lang)
    none, later = page.say("none of these", "均不是"), page.say("decide later", "暂不决定")
    shown = list(waiting.items())[:20]
    options = [{later: None, **{p.text(): p.id for p in proposals}, none: ""} for _, proposals in shown]
    choices = mo.ui.array(
        [
            mo.ui.radio(options=choice, value=later, label=f"**{nb.plain(raw)}**")
            for (raw, _), choice in zip(shown, options, strict=True)
        ]
    )
    page.column(
        page.text("# Written names to decide on: {n}", "# 待确认的名称：{n} 个", n=len(waiting)),
        mo.vstack(list(choices), gap=1.2) if shown else page.text("Nothing waits.", "没有待确认的名称。"),
    )
    return choices, page, shown


@app.cell
def _(mo, page):
    author = mo.ui.text(label=page.say("decided by", "决定人"), max_length=80)
    write = mo.ui.run_button(label=page.say("write these decisions", "写入以上决定"))
    back = mo.ui.run_button(label=page.say("undo the last ones", "撤销上一次"))
    mo.hstack([author, write, back], justify="start", align="end", gap=1)
    return author, back, write


@app.cell
def _(author, choices, dt, mo, nb, page, review, set_turn, shown, write):
    mo.stop(not write.value)
    _made = {raw: c for (raw, _), c in zip(shown, choices.value, strict=True) if c is not None}
    nb.attempt(lambda: review.decide(_made, author.value, dt.date.today().isoformat()), page.lang)
    set_turn(lambda n: n + 1)
    return


@app.cell
def _(back, mo, nb, page, review, set_turn):
    mo.stop(not back.value)
    nb.attempt(review.undo, page.lang)
    set_turn(lambda n: n + 1)
    return


@app.cell
def _(get_turn, nb, page, review):
    get_turn()
    page.column(
        page.text("## Decided by a person", "## 已由人工确认"),
        page.table(nb.decided_names(nb.attempt(review.decided, page.lang), review.names), 420),
    )
    return


if __name__ == "__main__":
    app.run()
