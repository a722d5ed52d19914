"""The page without a browser: every number is the result's, both languages are whole, nothing from data can run."""

import base64
import hashlib
import json
import re
import tomllib
from pathlib import Path

import pytest

from buju_testing.made_up_result import make_infeasible, make_result
from buju_testing.page_cases import EVIL, as_explained, city, explained, meant, shown_is_rounded
from buju_testing.page_reading import Reading
from buju_testing.typed_result import typed
from graph.base.errors import UsageError
from graph.base.rounding import percent
from planner.layout import content, statements
from planner.layout.exporting import export
from planner.layout.figures.colours import field_colours
from planner.layout.page import page_bytes
from planner.layout.page.shades import DARK_GROUND, LIGHT_GROUND, contrast, standing_out

ROOT = Path(__file__).parents[4]


@pytest.mark.parametrize("share", [0.0, 0.25])
def test_every_number_is_the_results_number(share):
    result = city(district_share=share)
    kept, other = explained(result), city(seed=8, chosen=18, district_share=share)
    page = Reading(
        page_bytes(typed(result), "zh", explained=as_explained(kept), other=None if other is None else typed(other))
    )
    assert len(page.numbers) > 900
    for number in page.numbers:
        value = meant(result, number["at"], kept, other)
        assert float(number["full"]) == pytest.approx(value, rel=1e-12, abs=1e-12), number
        if number["at"][0] in "/xcty~" and not number["at"].startswith("~#"):
            assert float(number["full"]) == value, number  # read back to the last digit
        assert shown_is_rounded(number), number


def test_every_number_that_a_reader_needs_is_there():
    result = city(district_share=0.25)
    there = {n["at"] for n in Reading(page_bytes(typed(result), "en")).numbers}
    for k, c in enumerate(result["chosen"]):
        assert {f"c{k}/support/{y}" for y in c["support"]} <= there
        assert {f"c{k}/{n}" for n in ("year", "total_support")} <= there
        assert f"%c{k}/contribution" in there
    for k, t in enumerate(result["technologies"]):
        assert {f"t{k}/{n}" for n in ("today", "with_plan", "severity")} <= there
        assert {f"t{k}/centres/{n}/strength" for n in range(len(t["centres"]))} <= there
    for k, y in enumerate(result["support_by_year"]):
        wanted = {"paid", "city", "district"} | ({"cap"} if y["cap"] is not None else set())
        assert {f"y{k}/{n}" for n in wanted} <= there
    assert {f"/rules/{k}/{n}" for k in range(len(result["rules"])) for n in ("limit", "used", "slack")} <= there
    assert {f"/goals/{g}" for g in result["goals"]} | {f"/goals_today/{g}" for g in result["goals"]} <= there
    assert {"/objective", "/bound", "/gap", "/audit/checked", "%/contribution_of_existing"} <= there


def test_no_number_is_written_without_its_place():
    result = city()
    page = Reading(page_bytes(typed(result), "en", explained=as_explained(explained(result))))
    loose = [
        text
        for text, _, (tag, said) in page.texts
        if re.search(r"\d[.,]\d", text)
        and "data-at" not in said
        and tag not in ("title", "bdi", "code")
        and said.get("class") != "axis"
    ]
    assert loose == ["HiGHS 1.15.1"]


def test_the_headline_says_what_is_proven_and_what_is_not():
    result = city()
    page = Reading(page_bytes(typed(result), "zh"))
    for lang, words in {
        "en": ("proven optimal", "audit clean, 1,234 checks", "gap 0%"),
        "zh": ("已证明最优", "独立复核通过，1,234 项检查", "间隙 0%"),
    }.items():
        for said in words:
            assert said in page.said(lang)
    result |= {"status": "time_limit", "gap": 0.0123, "audit": {"clean": False, "checked": 9, "findings": []}}
    page = Reading(page_bytes(typed(result), "zh"))
    for said in ("not proven: stopped early", "gap 1.23%", "AUDIT NOT CLEAN, 9 checks"):
        assert said in page.said("en")
    assert "已证明最优" not in page.said("zh").partition("为何入选")[0]


def test_made_up_data_are_said_loudly_and_in_every_panel():
    page = Reading(page_bytes(typed(city()), "en"))
    panels = sum(tag == "section" for tag, _ in page.tags)
    assert panels >= 10
    assert page.said("en").count(content.NOTE.en) >= panels + 2
    assert page.said("zh").count(content.NOTE.zh) >= panels + 2
    for lang in ("en", "zh"):
        assert content.NOTE.say(lang) not in Reading(page_bytes(typed(city(illustrative=False)), "en")).said(lang)


def test_both_languages_are_whole():
    """Every sentence is there in both; whatever has no language comes from the data or is a number or a sign."""
    result = city()
    page = Reading(
        page_bytes(typed(result), "en", explained=as_explained(explained(result)), other=typed(city(seed=9)))
    )
    english = "".join(t for t, lang, _ in page.texts if lang == "en")
    chinese = "".join(t for t, lang, _ in page.texts if lang == "zh")
    names = {"绿色石化", "高端装备"} | {
        x["name"]
        for part in ("chosen", "existing", "rejected", "technologies", "fields", "districts")
        for x in result[part]
    }
    for name in names:
        english = english.replace(name, "")
    assert not re.search("[\u4e00-\u9fff]", english.replace("万元", ""))
    assert len(re.findall("[\u4e00-\u9fff]", chinese)) > 2000
    plain = " ".join(t for t, lang, (tag, said) in page.texts if lang is None and tag not in ("title", "bdi", "code"))
    known = json.dumps(result, ensure_ascii=False)
    words = set(re.findall(r"[A-Za-z]{4,}", plain)) - {"buju", "HiGHS", "English"}
    assert all(w in known for w in words), {w for w in words if w not in known}


def test_nothing_from_the_data_becomes_markup():
    evil = city(technologies=40)
    rows = [
        *evil["chosen"],
        *evil["rejected"],
        *evil["existing"],
        *evil["technologies"],
        *evil["fields"],
        *evil["districts"],
    ]
    for k, row in enumerate(rows):
        for key in ("name", "field_name", "district_name", "lead_name", "source", "kind", "channel"):
            if key in row:
                row[key] = EVIL[k % len(EVIL)]
        for member in row.get("members", ()):
            member |= {
                "name": EVIL[k % len(EVIL)],
                "kind": EVIL[(k + 1) % len(EVIL)],
                "role": EVIL[(k + 2) % len(EVIL)],
            }
    ids = {
        c["centre"]: f"{c['centre']} {EVIL[k % len(EVIL)]}"
        for k, c in enumerate([*evil["chosen"], *evil["existing"], *evil["rejected"]])
    }
    for row in (*evil["chosen"], *evil["existing"], *evil["rejected"]):
        row["centre"] = ids[row["centre"]]
    for t in evil["technologies"]:
        for link in t["centres"]:
            link["centre"] = ids[link["centre"]]
    evil["title"] = {"en": EVIL[0], "zh": EVIL[1]}
    evil["scenario"], evil["dataset"]["name"], evil["dataset"]["note"] = EVIL[2], EVIL[3], EVIL[4]
    evil["dataset"]["money_unit"] = EVIL[1]
    evil["rules"][0]["words"] = {"en": EVIL[0], "zh": EVIL[3]}
    kept = explained(evil)
    kept["centres"] = {
        c: {
            "reasons": [{"en": EVIL[0], "zh": EVIL[1]}],
            "flip": [{"words": {"en": EVIL[2], "zh": EVIL[3]}, "set": [EVIL[1]]}],
        }
        for c in kept["prices"]
    }
    evil_page = page_bytes(typed(evil), "zh", explained=as_explained(kept), other=typed(evil))
    page, tame = (
        Reading(evil_page),
        Reading(page_bytes(typed(city()), "zh", explained=as_explained(explained(city())), other=typed(city(seed=8)))),
    )
    allowed = {tag for tag, _ in tame.tags} | {"bdi"}
    assert {tag for tag, _ in page.tags} <= allowed
    assert {name for _, said in page.tags for name in said} <= {name for _, said in tame.tags for name in said}
    classes = [{c for _, said in p.tags for c in (said.get("class") or "").split()} for p in (page, tame)]
    assert {c for c in classes[0] if not re.fullmatch(r"f\d+", c)} <= classes[1]
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert evil_page.count(b"</script>") == evil_page.count(b"</style>") == 1
    assert "<script>alert(1)</script>" in page.said("en")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", evil_page.decode())
    assert not any(name.startswith("on") or name == "style" for _, said in page.tags for name in said)
    for number in page.numbers:
        float(number["full"])


def test_the_page_points_to_nothing_outside():
    data = page_bytes(typed(city()), "en", other=typed(city(seed=8)))
    page = Reading(data)
    ids = [said["id"] for _, said in page.tags if "id" in said]
    assert len(ids) == len(set(ids))
    for tag, said in page.tags:
        for name in ("href", "src", "xlink:href", "action", "poster", "srcset", "data"):
            if name in said:
                assert said[name] == "data:," or said[name][1:] in ids, (tag, said)
        for name in ("aria-labelledby", "aria-describedby"):
            assert all(i in ids for i in said.get(name, "").split())
    text = data.decode()
    style, script = (re.search(rf"<{t}>(.*?)</{t}>", text, re.DOTALL)[1] for t in ("style", "script"))
    assert not re.search(r"url\(|@import|https?:|//[a-z]", style)
    assert not re.search(r"fetch|XMLHttp|import\(|WebSocket|sendBeacon|innerHTML|eval|https?:|localStorage", script)


def test_only_the_style_and_the_script_of_the_page_may_run():
    text = page_bytes(typed(city()), "en").decode()
    policy = re.search(r'http-equiv=Content-Security-Policy content="([^"]*)"', text)[1].replace("&#x27;", "'")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "connect-src" not in policy
    for kind in ("style", "script"):
        inner = re.search(rf"<{kind}>(.*?)</{kind}>", text, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy


def test_one_colour_per_field_the_same_as_in_the_figures():
    result = city()
    text = page_bytes(typed(result), "en").decode()
    found = dict(re.findall(r"^\.f0.*$|\.f(\d+)\{--f:(#[0-9A-F]{6})", text.partition("@media screen{html")[0] + text))
    for k, colour in enumerate(field_colours(content.field_order(typed(result))).values()):
        assert f".f{k}{{--f:{colour};" in text
    assert found is not None


def test_every_field_colour_stands_out_on_its_ground():
    for shade in field_colours([f"F{k}" for k in range(40)]).values():
        for ground in (LIGHT_GROUND, DARK_GROUND):
            assert contrast(standing_out(shade, ground), ground) >= 3


def test_the_answer_stands_first_and_the_proof_at_the_foot():
    page = Reading(page_bytes(typed(city()), "zh", other=typed(city(seed=8))))
    order = [said["id"] for tag, said in page.tags if tag == "section"]
    assert order[:3] == ["list", "opens", "beside"]
    wanted = ["support", "money", "map", "network", "coverage", "why", "rules", "proof"]
    assert [key for key in order if key in wanted] == wanted
    assert order[-1] == "proof"


def test_the_list_gives_each_centre_one_reason_by_name():
    result = city()
    words, names = statements.chief_reason(typed(result), typed(result).chosen[0])
    key = result["chosen"][0]["centre"]
    alone = [t["name"] for t in result["technologies"] if [x["centre"] for x in t["centres"]] == [key]]
    assert words.en.endswith("{t}")
    assert names
    assert not words.en.startswith("alone") or set(names) <= set(alone)


def test_style_and_script_are_packaged():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["package-data"]
    there = {p.name for p in (ROOT / "planner" / "layout" / "page").iterdir() if p.suffix not in (".py", "")}
    assert set(told["planner.layout.page"]) == there


def test_the_same_run_gives_the_same_bytes_within_the_size():
    result = city(district_share=0.25)
    first, second = (page_bytes(typed(result), "zh", explained=as_explained(explained(result))) for _ in range(2))
    assert first == second
    assert len(first) < 300_000
    assert first.startswith(b"<!DOCTYPE html>")
    assert b"\r" not in first


def no_coordinates(result):
    for row in (*result["chosen"], *result["existing"], *result["rejected"], *result["districts"]):
        row |= {"lon": None, "lat": None, "crs": ""}
    return result


def one_district(result):
    for row in (*result["chosen"], *result["existing"], *result["rejected"]):
        row |= {"district": "D01", "lon": 121.4, "lat": 29.9}
    result["districts"] = result["districts"][:1]
    return result


def spread(*counts):
    """A result whose chosen centres stand so many in each of the first districts."""
    result = city(chosen=sum(counts))
    homes = [d for d, n in zip(result["districts"], counts, strict=False) for _ in range(n)]
    for row, home in zip(result["chosen"], homes, strict=True):
        row |= {"district": home["id"], "district_name": home["name"]}
    return result, [d["name"] for d in result["districts"]]


@pytest.mark.parametrize("counts", [(3, 1), (1, 3, 3), (2, 2, 2)])
def test_the_map_names_all_that_are_first_or_none(counts):
    result, names = spread(*counts)
    first = [name for name, n in zip(names, counts, strict=False) if n == max(counts)]
    said = Reading(page_bytes(typed(result), "zh")).said("en")
    title = re.search(r"New centres in [^;]+; (.+?)(?= {2}|$)", said)[1]
    if len(first) < 3:
        assert title.startswith(f"{' and '.join(first)} ha")
    else:
        assert title.startswith("at most 2 in one")


CASES = {
    "no centre": lambda: city(chosen=0),
    "no technology": lambda: city(technologies=0),
    "one of each": lambda: city(chosen=1, technologies=1),
    "no coordinates": lambda: no_coordinates(city()),
    "one district": lambda: one_district(city()),
    "no existing": lambda: city() | {"existing": []},
    "no rules": lambda: city() | {"rules": [], "binding": []},
    "no caps": lambda: city() | {"support_by_year": [y | {"cap": None} for y in city()["support_by_year"]]},
    "no years": lambda: city() | {"support_by_year": []},
    "an older run": make_result,
    "many": lambda: city(chosen=70, technologies=200),
}


@pytest.mark.parametrize("case", CASES)
def test_plain_and_odd_results(case):
    result = CASES[case]()
    page = Reading(page_bytes(typed(result), "en"))
    assert not page.open
    assert sum(tag == "section" for tag, _ in page.tags) == 13
    for _, said in page.tags:
        assert "nan" not in " ".join(v or "" for v in said.values()).lower().replace("financ", "")
    if case == "many":
        assert "Shown: 150 of 200 technologies" in page.said("en")
    if case == "no coordinates":
        assert "not a map" in page.said("en")
    else:
        assert "Sketch" in page.said("en") or case == "an older run"
    if case == "an older run":
        assert "leads only" in page.said("en")


def test_a_national_result_stays_a_page_that_opens():
    result = city(chosen=300, technologies=400)
    extra = [c | {"centre": f"R{k:04}"} for k in range(200) for c in result["chosen"][:10]]
    for c in extra:
        c["reasons"] = [{"en": "too late", "zh": "太晚"}]
    result["rejected"] = extra
    data = page_bytes(typed(result), "en")
    assert len(data) < 2_500_000
    page = Reading(data)
    assert "The first 400 of 2,000 are shown" in page.said("en")
    for number in page.numbers:
        assert float(number["full"]) == pytest.approx(meant(result, number["at"]), rel=1e-12, abs=1e-9), number


def test_an_infeasible_run_has_no_page():
    with pytest.raises(UsageError, match="found no plan"):
        page_bytes(typed(make_infeasible()), "en")


def test_beside_an_infeasible_run_the_conflict_is_said():
    page = Reading(page_bytes(typed(city()), "en", other=typed(make_infeasible())))
    assert "cannot be met" in page.said("en")
    assert "到2025年建成20家" in page.said("zh")


def test_the_form_page_takes_outlines_explanations_and_a_second_run(tmp_path):
    result = city()
    square = [[[121.0, 29.0], [122.0, 29.0], [122.0, 30.5], [121.0, 30.5], [121.0, 29.0]]]
    feature = {"type": "Feature", "properties": {"id": "D01"}, "geometry": {"type": "Polygon", "coordinates": square}}
    file = tmp_path / "own.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    made = export(
        typed(result),
        ["page"],
        "en",
        districts=file,
        explained=as_explained(explained(result)),
        other=typed(city(seed=8)),
    )
    page = Reading(made.files["page.html"])
    assert list(made.files) == ["page.html"]
    assert "In the other run" in page.said("en")
    assert "forcing it in costs" in page.said("en")
    second = result["chosen"][1]["centre"]
    lost = percent(explained(result)["prices"][second]["cost"] / result["objective"], 2)
    assert lost in {n["shown"] for n in page.numbers if n["at"] == f"x%/prices/{second}/cost"}
    assert "only if a rule gives way" in page.said("en")
    assert "no plan can hold it" in page.said("en")
    assert "Cells around points" not in page.said("en")


def test_changes_of_goals_are_points_in_the_words_of_each_language():
    other = city(seed=8)
    other["goals"]["talent"] -= 0.05
    page = Reading(page_bytes(typed(city()), "zh", other=typed(other)))
    said = {text.strip(): lang for text, lang, _ in page.texts}
    assert (said.get("个百分点"), said.get("pp")) == ("zh", "en")


def test_what_all_rows_of_build_periods_share_stands_once():
    result = city()
    tags = Reading(page_bytes(typed(result), "zh")).tags
    ids = [said.get("id") for _, said in tags if said.get("id")]
    assert len(ids) == len(set(ids))
    used = [said["href"] for tag, said in tags if tag == "use"]
    assert {each: used.count(f"#{each}") for each in ("years", "built", "target")} == dict.fromkeys(
        ("years", "built", "target"), len(result["chosen"])
    )
    assert {"years", "built", "target"} <= set(ids)
