"""``buju init``: a full folder is refused, what cannot be asked is refused, and what comes out can be planned on."""

import json

import pytest

from buju_testing.bureau_books import write_book
from graph.base.errors import UsageError
from loaders.beginning import Answers, begin
from planner.cli.commands.init import asking
from planner.rulebook.scenario import load

ASKED = ("--city", "示例市", "--years", "2027-2029", "--target", 2, "--budget", "2027=800", "--budget", "2028=800")


@pytest.fixture
def begun(buju, tmp_path):
    book = write_book(tmp_path / "book.xlsx")
    return lambda *more, code=0, lang="en": buju("init", "own", *ASKED, "--from", book, *more, lang=lang, code=code)


def test_a_workbook_becomes_a_city_that_can_be_planned_on(begun, buju, tmp_path):
    said = begun("--guesses", lang="zh")
    assert "现有数据可规划" in said.stdout
    assert "体制机制" in said.stdout.partition("补充以下数据后还可得到")[2]
    answer = json.loads(buju("plan", "own", "--json", code=0).stdout)
    assert answer["status"] == "proven"
    assert len(answer["chosen"]) >= 2
    assert sum(sum(c["support"].values()) for c in answer["chosen"]) <= 1600
    assert {one["goal"] for one in answer["not_measured"]} == {"talent", "firms", "mechanism"}
    assert set(answer["support_by_year"][0]) >= {"year", "cap"}
    assert {y["year"]: y["cap"] for y in answer["support_by_year"]} == {2027: 800, 2028: 800, 2029: 0, 2030: 0, 2031: 0}
    policy = load(tmp_path / "own" / "scenarios" / "base.yaml")
    assert not any(file.startswith("policy:") for file in policy.files)
    assert policy.policy.support.total_cap is None


def test_nothing_is_written_while_a_guess_is_open(begun, tmp_path):
    done = begun(code=1)
    assert "B903" in done.stderr
    assert "--guesses" in done.stderr
    assert not (tmp_path / "own").exists()


def test_json_says_how_each_column_was_read(begun):
    answer = json.loads(begun("--guesses", "--json").stdout)
    how = {c["header"]: (c["field"], c["how"]) for c in answer["columns"] if c["sheet"] == "申报汇总"}
    assert how["牵头单位"] == ("lead_id", "known")
    assert how["申请支持资金（万元）"] == ("minimum_support", "guess")
    assert how["联系人"] == (None, "unread")
    assert [one["there"] for one in answer["can"]] == [True, True, True, True, False, False, False]


def test_a_full_folder_is_refused(buju, tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "letter.txt").write_text("mine")
    done = buju("init", "own", *ASKED, code=2)
    assert "letter.txt" in done.stderr
    assert [p.name for p in (tmp_path / "own").iterdir()] == ["letter.txt"]


def test_where_nobody_can_be_asked_what_is_needed_is_named(buju, tmp_path):
    assert "--city --years" in buju("init", "own", code=2).stderr
    for wrong in (("--years", "soon"), ("--target", "many"), ("--budget", "2027"), ("--city", "a\nb")):
        args = dict(zip(ASKED[::2], ASKED[1::2], strict=True)) | dict([wrong])
        buju("init", "own", *(x for pair in args.items() for x in pair), code=2)
    assert not (tmp_path / "own").exists()


def test_without_a_workbook_the_tables_are_empty_and_the_policy_is_whole(buju, tmp_path):
    said = buju("init", "own", *ASKED, code=0)
    assert "nothing to plan with yet" in said.stdout
    assert load(tmp_path / "own" / "scenarios" / "base.yaml").policy.target.count == 2
    assert (tmp_path / "own" / "centres.csv").is_file()


def test_a_person_answers_what_the_workbook_does_not_say(tmp_path):
    sheets = {
        "申报": [
            ("中心名称", "牵头单位", "依托单位", "所属领域", "所在区县"),
            ("甲", "乙公司", "丙公司", "材料", "东区"),
        ]
    }
    book = write_book(tmp_path / "book.xlsx", sheets)
    told, given = [], iter(["7", "2"])
    asker = asking.Asker("zh", lambda _: next(given), told.append)
    answers = asker.answered(Answers(), begin(book, "x", Answers()).questions[0])
    begun = begin(book, "x", answers)
    assert begun.eco is not None
    assert [row["name"] for row in begun.rows["organisations"]] == ["丙公司"]
    assert "1 至 2" in told[1].zh


def test_a_person_is_asked_which_sheet_lists_the_candidates_and_where_its_header_stands(tmp_path):
    sheets = {"甲": [("x",)], "乙": [("a", "b"), ("轴承中心", "某公司"), ("磁材中心", "某院")]}
    book = write_book(tmp_path / "book.xlsx", sheets)
    told, given = [], iter(["2", "1"])
    asker = asking.Asker("en", lambda _: next(given), told.append)
    answers = asker.answered(Answers(), begin(book, "x", Answers()).questions[0])
    assert answers.sheets == {"乙": "centres"}
    (question,) = begin(book, "x", answers).questions
    assert question.kind == "header"
    assert asker.answered(answers, question).headers == {"乙": 1}


def test_answers_are_read_or_refused():
    assert asking.budgets(["2027=3,000 2028=10.5"]) == {2027: 3000.0, 2028: 10.5}
    for wrong in ("2027=3000 2027=1", "2027", "a=1"):
        with pytest.raises(UsageError):
            asking.budgets([wrong])
    with pytest.raises(UsageError):
        asking.pairs(["x"], "--sheet")
