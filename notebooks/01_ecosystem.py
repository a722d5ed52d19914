"""What is there: counts, ties, who brokers, districts and fields ｜ 家底：数量与关系、谁牵线搭桥、区县与领域."""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="buju 布局 · 01")


@app.cell
def _():
    import os
    import sys

    import marimo as mo

    import buju
    from buju import notebook as nb

    data = nb.data_folder(buju.sample(), sys.argv[1:], os.environ)
    eco = nb.attempt(lambda: buju.load(data).ecosystem, nb.LANG)
    return eco, mo, nb


@app.cell
def _(nb):
    language = nb.language_switch(nb.LANG)
    language
    return (language,)


@app.cell
def _(language, nb):
    page = nb.Page(language.value)
    return (page,)


@app.cell
def _(eco, nb):
    centres = nb.active_centres(eco)
    assessment = nb.assess(eco)
    today = {reading.indicator.name: reading.today for reading in assessment.indicators}
    nodes, ties = eco.counts()["nodes"], eco.counts()["ties"]
    pairs = nb.joined_pairs(eco, centres)
    counted, brokers, presence = nb.counted(eco), nb.brokers(eco, centres), nb.presence(eco)
    dots = nb.Dots(brokers, 2, 4)  # partners · paths
    return assessment, brokers, centres, counted, dots, nodes, pairs, presence, ties, today


@app.cell
def _(brokers, centres, eco, nb, nodes, page, pairs, today):
    page.column(
        page.text(
            "# {n} organisations, {p} pairs that work together; {who} brokers most",
            "# {n} 家单位、{p} 对合作，“{who}”牵线最多",
            n=nodes["Organisation"],
            p=len(pairs),
            who=brokers.rows[0][0] if brokers.rows else "–",
        ),
        page.text("{origin}", "{origin}", origin=nb.origin(eco.info)),
        page.cards(
            (int(centres.sum()), "centres today", "现有中心"),
            (nodes["Centre"] - int(centres.sum()), "candidates", "候选中心"),
            (nodes["Person"], "people", "人才"),
            (nodes["Technology"], "technologies", "技术"),
            (nb.percent(today["cross_sector_share"] or 0), "of pairs cross sectors", "合作跨主体类型"),
        ),
    )
    return


@app.cell
def _(dots, page):
    chart = dots.chart(page.lang)
    return (chart,)


@app.cell
def _(chart, dots, page):
    page.column(
        page.text(
            "## Who brokers\n\nThe organisations that most shortest paths of collaboration run through, today. "
            "Tinted: without it, part of the network is cut off.",
            "## 谁在牵线搭桥\n\n目前合作网络中，最短路径经过最多的单位。着色的单位一旦退出，网络即断开一块。",
        ),
        dots.answered(chart, page),
    )
    return


@app.cell
def _(page, presence):
    page.column(
        page.text(
            "## Districts and fields\n\nCentres, existing and candidate, of each field in each district.",
            "## 区县与领域\n\n各区县各领域的中心数（现有与候选合计）。",
        ),
        page.table(presence),
    )
    return


@app.cell
def _(assessment, counted, page):
    remarks = "\n".join(f"- {remark.words.say(page.lang)}" for remark in assessment.findings)
    page.column(
        page.text("## In words\n\n{all}", "## 文字说明\n\n{all}", all=remarks),
        page.text("## Counts", "## 数量"),
        page.table(counted, 640),
    )
    return


@app.cell
def _(brokers, counted, eco, nodes, page, pairs, presence, ties):
    def test_counts_are_those_of_the_tables():
        assert nodes["Centre"] == len(eco.column("centres", "id"))
        assert sum(counted.column(2)) == sum(nodes.values()) + sum(ties.values())

    def test_pairs_are_distinct_and_none_is_with_itself():
        assert len({tuple(pair) for pair in pairs.tolist()}) == len(pairs)
        assert (pairs[:, 0] < pairs[:, 1]).all()

    def test_brokers_stand_in_order_and_have_as_many_partners_as_pairs():
        assert brokers.column(4) == sorted(brokers.column(4), reverse=True)
        ids = {name: k for k, name in enumerate(eco.names("Organisation").values())}
        for name, partners in zip(brokers.column(0), brokers.column(2), strict=True):
            assert partners == (pairs == ids[name]).sum()

    def test_every_centre_with_district_and_field_is_in_the_map():
        places = zip(eco.column("centres", "district"), eco.column("centres", "field"), strict=True)
        assert sum(n or 0 for row in presence.rows for n in row[1:-1]) == sum(bool(a and b) for a, b in places)

    page.checked(
        test_counts_are_those_of_the_tables,
        test_pairs_are_distinct_and_none_is_with_itself,
        test_brokers_stand_in_order_and_have_as_many_partners_as_pairs,
        test_every_centre_with_district_and_field_is_in_the_map,
    )
    return


if __name__ == "__main__":
    app.run()
