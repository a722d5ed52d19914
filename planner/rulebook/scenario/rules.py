"""The numbered rules that scenario files are held against: what each asks, why, an example and how to mend it.

Y70x–Y71x reading YAML · Y72x the file itself · Y73x single values · Y74x–Y75x values together · Y76x against the data ·
Y77x evaluation system.
What does not live here: the checks. They cite a rule by its code; a test holds both sides complete.
"""

from __future__ import annotations

from graph.base.rule import Rule
from planner.rulebook.scenario.scenario_rule import Pair
from planner.rulebook.scenario.scenario_rule import rule as _rule

_WHY_PLAIN: Pair = (
    "A settings file is plain data; this could run code or grow without end.",
    "设置文件只是数据；此写法可能执行代码或无限膨胀。",
)
_WHY_GUESS: Pair = ("Nothing is guessed: what is not known is not read.", "不作猜测：不认识的内容一律不读。")
_WHY_CHAIN: Pair = ("Every value must come from a file that can be named.", "每个值都必须来自可指明的文件。")
_WHY_MODEL: Pair = (
    "The program is built from these values; each has one kind and a range.",
    "规划程序由这些值建立，各有类型和范围。",
)
_WHY_SENSE: Pair = ("No plan could follow from values that contradict each other.", "自相矛盾的取值得不出规划。")
_WHY_IDLE: Pair = ("It would change nothing, which is seldom meant.", "不起任何作用，多半并非本意。")


RULES: dict[str, Rule] = {
    r.code: r
    for r in (
        _rule(
            "Y700",
            ("the file cannot be opened", "文件打不开"),
            _WHY_CHAIN,
            "-S none.yaml",
            ("check the name and the rights", "请检查文件名和读取权限"),
        ),
        _rule(
            "Y701",
            ("not UTF-8 text", "不是 UTF-8 文本"),
            _WHY_GUESS,
            "GB18030",
            ("save the file as UTF-8", "请另存为 UTF-8 编码"),
        ),
        _rule(
            "Y702",
            ("larger than 256 KiB", "超过 256 KiB"),
            _WHY_PLAIN,
            "100 MB",
            ("keep tables in CSV files", "表格请放在 CSV 文件中"),
        ),
        _rule(
            "Y703",
            ("not well-formed YAML", "不是合法的 YAML"),
            _WHY_GUESS,
            "target: {count: 20",
            ("look at indentation, colons, quotes and brackets", "请检查缩进、冒号、引号和括号"),
        ),
        _rule(
            "Y704",
            ("a tag", "类型标签"),
            _WHY_PLAIN,
            "count: !!python/name:os.system x",
            ("take the tag out, or put the text in quotes", "请删去标签，或给文字加引号"),
        ),
        _rule(
            "Y705",
            ("an anchor or alias", "锚点或引用"),
            _WHY_PLAIN,
            "a: &x [1]  b: [*x, *x]",
            ("write the value out", "请直接写出内容"),
        ),
        _rule(
            "Y706",
            ("a merge key", "合并键"),
            _WHY_PLAIN,
            "<<: {count: 20}",
            ("write the values out, or use 'extends'", "请直接写出内容，或用 extends"),
        ),
        _rule(
            "Y707",
            ("a key that stands twice", "重复的键"),
            ("One of the two would be lost without a word.", "其中一个会被悄悄丢弃。"),
            "{count: 20, count: 18}",
            ("keep one", "请只保留一个"),
        ),
        _rule(
            "Y708",
            ("a key that is neither text nor a whole number", "键不是文字或整数"),
            _WHY_GUESS,
            "{1.5: x}, {~: x}",
            ("put the key in quotes", "请给键加引号"),
        ),
        _rule(
            "Y709",
            ("more than one document", "不止一份文档"),
            ("Only one of them could be meant.", "只能以其中一份为准。"),
            "---",
            ("keep one document in a file", "一个文件只放一份文档"),
        ),
        _rule(
            "Y710",
            ("nested more than 40 levels deep", "嵌套超过 40 层"),
            _WHY_PLAIN,
            "[[[[[[…",
            ("write it flatter", "请减少嵌套"),
        ),
        _rule(
            "Y711",
            ("not a finite number of at most 18 digits", "不是有限的数，或超过 18 位"),
            _WHY_MODEL,
            ".nan, .inf, 1e999",
            ("write a finite number; put ids in quotes", "请填有限的数；编号请加引号"),
        ),
        _rule(
            "Y712",
            ("more findings than are shown", "问题过多，未全部列出"),
            ("Fifty are enough to begin with.", "先列出五十处。"),
            "…",
            ("mend the others first", "请先改正已列出的各处"),
        ),
        _rule("Y720", ("not a mapping", "不是映射"), _WHY_GUESS, "policy: 5", ("write key: value", "请写成“键: 值”")),
        _rule(
            "Y721",
            ("an unknown key of the file", "文件中有未知的键"),
            _WHY_GUESS,
            "extend: ningbo-2023",
            ("keys are name, title, extends, policy, clauses", "可用 name、title、extends、policy、clauses"),
        ),
        _rule(
            "Y722",
            ("what is extended is not there", "所继承的规则或文件不存在"),
            _WHY_CHAIN,
            "extends: ningbo-2032",
            ("give a shipped policy, or a path relative to the file", "请写内置规则名，或相对于本文件的路径"),
        ),
        _rule(
            "Y723",
            ("extends an address or absolute path", "继承了网址或绝对路径"),
            ("A scenario must mean the same on every machine.", "情景在任何电脑上含义应当相同。"),
            "extends: https://…",
            ("copy the file beside this one", "请把文件复制到旁边"),
        ),
        _rule(
            "Y724",
            ("extends in a circle", "循环继承"),
            _WHY_CHAIN,
            "a.yaml → b.yaml → a.yaml",
            ("take one 'extends' out", "请去掉其中一个 extends"),
        ),
        _rule(
            "Y725",
            ("a chain of more than 10 files", "继承链超过 10 个文件"),
            _WHY_CHAIN,
            "extends …",
            ("join some of the files", "请合并其中一些文件"),
        ),
        _rule(
            "Y726",
            ("not of the form a.b=value", "不是“路径=值”的形式"),
            _WHY_GUESS,
            "--set target.count",
            ("write e.g. --set target.count=18", "例如 --set target.count=18"),
        ),
        _rule(
            "Y727",
            ("a name or title that cannot be used", "名称或标题不可用"),
            ("The name becomes part of the folder of a run.", "名称会用作运行目录名的一部分。"),
            "name: a/b",
            ("use letters, digits, '-', '_' and '.'", "可用文字、数字、- _ ."),
        ),
        _rule(
            "Y728",
            ("a clause in another form", "条款写法不符"),
            _WHY_GUESS,
            "clauses: {target.count: 20}",
            ("write path: {clause, source, reading: {en, zh}}", "请写“路径: {clause, source, reading: {en, zh}}”"),
        ),
        _rule(
            "Y730",
            ("a missing value", "缺少取值"),
            _WHY_MODEL,
            "policy: {}",
            ("give it, or extend a policy", "请补上，或继承一套规则"),
        ),
        _rule(
            "Y731",
            ("an unknown path", "未知的路径"),
            _WHY_GUESS,
            "target.cuont",
            ("did you mean target.count?", "是否想写 target.count？"),
        ),
        _rule(
            "Y732",
            ("a value of another kind", "取值类型不符"),
            _WHY_MODEL,
            "1_000, 1200万元, yes",
            ("write a plain number, true or false, or a list", "请写数字、true/false 或列表"),
        ),
        _rule(
            "Y733", ("a value out of range", "取值超出范围"), _WHY_MODEL, "support.share=30", ("write 0.3", "请写 0.3")
        ),
        _rule(
            "Y734",
            ("not one of the choices", "不在可选范围内"),
            _WHY_MODEL,
            "support.base=anual",
            ("write annual", "请写 annual"),
        ),
        _rule(
            "Y739",
            ("a value that does not fit", "取值不符合要求"),
            _WHY_MODEL,
            "…",
            ("see docs/scenarios.md", "见 docs/scenarios.md"),
        ),
        _rule(
            "Y740",
            ("the first year is after the last", "首年晚于末年"),
            _WHY_SENSE,
            "years: {first: 2026, last: 2025}",
            ("set years.last later", "请推迟 years.last"),
        ),
        _rule(
            "Y741",
            ("a target year outside the approval years", "目标年不在批复年份之内"),
            _WHY_SENSE,
            "target.year=2022",
            ("set target.year within the approval years", "请设在批复年份之内"),
        ),
        _rule(
            "Y742",
            ("a ramp that is empty or falls", "能力爬坡为空或下降"),
            _WHY_SENSE,
            "ramp: [0, 1, 0.5]",
            ("strength may only grow with the years", "能力只能逐年上升"),
        ),
        _rule(
            "Y743",
            ("coverage without years or weights", "覆盖度没有评判年或权重"),
            _WHY_SENSE,
            "goals.coverage.years={}",
            ("name a year from the first approval year on, with a weight", "请给出首个批复年及之后的年份和权重"),
        ),
        _rule(
            "Y744",
            ("an objective without a clear aim", "目标不明确"),
            _WHY_SENSE,
            "objective: [{maximise: {…}, minimise: {…}}]",
            ("give each stage just one of the two, with a weight above zero", "每阶段只写其一，且权重大于零"),
        ),
        _rule(
            "Y745",
            ("a quota that cannot hold", "名额自相矛盾"),
            _WHY_SENSE,
            "{min: 3, max: 2}",
            ("lower min or raise max", "请降低 min 或提高 max"),
        ),
        _rule(
            "Y746",
            ("a grade or formation without its value", "等次或组建模式缺少取值"),
            _WHY_MODEL,
            "evaluation.factors.pass=null",
            ("give a value for each", "请逐一给出"),
        ),
        _rule(
            "Y747",
            ("an entry twice, or in two lists", "重复，或同时列入两个名单"),
            _WHY_SENSE,
            "chosen: [C1], rejected: [C1]",
            ("keep one", "请只保留一处"),
        ),
        _rule(
            "Y748",
            ("a budget of a year without support", "该预算年度不会发生支持经费"),
            _WHY_IDLE,
            "budgets.city.2035=5",
            ("funding years follow from years and support.years", "经费年度由 years 和 support.years 决定"),
            "warning",
        ),
        _rule(
            "Y749",
            ("a target above the greatest number", "目标数大于上限"),
            _WHY_SENSE,
            "{count: 20, maximum: 15}",
            ("raise target.maximum or lower target.count", "请提高 target.maximum 或降低 target.count"),
        ),
        _rule(
            "Y750",
            ("a least support above the cap", "最低支持高于上限"),
            _WHY_SENSE,
            "default_minimum: 1200",
            ("lower support.default_minimum", "请降低 support.default_minimum"),
            "warning",
        ),
        _rule(
            "Y751",
            ("a goal in which nothing is worth anything", "目标中全无分值"),
            _WHY_IDLE,
            "goals.talent.tiers={}",
            ("give a weight above zero", "请给出大于零的权重"),
            "warning",
        ),
        _rule(
            "Y752",
            ("history beyond the last funding year", "历史截止年晚于末个经费年度"),
            ("Nothing would be left to decide.", "已无可决定事项。"),
            "as_of: 2035",
            ("set as_of earlier, or years.last later", "请提前 as_of 或推迟 years.last"),
        ),
        _rule(
            "Y753",
            ("payers that contradict each other", "出资方设置矛盾"),
            _WHY_SENSE,
            "shares: {province: 0.7, nation: 0.4}",
            (
                "leave a part for city and district; name each payer on one side",
                "给市县留出一部分；每个出资方只写在一侧",
            ),
        ),
        _rule("Y754", ("cover minimised", "对覆盖求最小"), _WHY_SENSE, "minimise: {firms: 1}", ("maximise", "求最大")),
        _rule(
            "Y761",
            ("an id that the data do not have", "数据中没有的编号"),
            _WHY_GUESS,
            "fixed.chosen=[C99]",
            ("correct the id", "请更正编号"),
        ),
        _rule(
            "Y762",
            ("an existing centre as candidate", "把已有中心当作候选"),
            _WHY_SENSE,
            "fixed.rejected=[E1]",
            ("take it out of the list", "请从名单中删去"),
        ),
        _rule(
            "Y763",
            ("a target above what the data hold", "目标多于数据中的中心"),
            ("The plan will name the rules that conflict.", "规划结果会指出相互冲突的规则。"),
            "target.count=60",
            ("see what the plan says, or lower target.count", "可看规划结果，或降低 target.count"),
            "note",
        ),
        _rule(
            "Y764",
            ("candidates that are ready too late", "候选中心成熟过晚"),
            ("They cannot be chosen within the approval years.", "在批复年份内无法入选。"),
            "ready_year 2027, years.last 2025",
            ("set years.last later to allow them", "如需纳入请推迟 years.last"),
            "note",
        ),
        _rule(
            "Y765",
            ("an amount of a policy whose unit is not that of the data", "政策金额与数据的单位不一致"),
            (
                "Amounts are numbers in the unit of the data; the policies of buju mean wan yuan (10,000 yuan).",
                "金额一律按数据的单位计算；buju 自带政策的金额以万元计。",
            ),
            "money_unit: 元, support.total_cap 1000",
            ("give the amount in the unit of the data", "请按数据的单位给出该金额"),
            "warning",
        ),
        _rule(
            "Y770",
            ("an evaluation system without cuts, or whose cuts do not fall", "评价体系缺少等次线，或等次线未逐级降低"),
            _WHY_SENSE,
            "cuts: {excellent: 90, good: 95}",
            ("give excellent, good and pass, each lower than the one before", "请给出逐级降低的优秀、良好、合格线"),
        ),
        _rule(
            "Y771",
            ("an indicator that cannot be scored", "无法计分的指标"),
            _WHY_SENSE,
            "scale: linear 10",
            ("correct its scale, id, points or veto", "请更正其尺度、编号、分值或一票否决"),
        ),
    )
}
"""All rules by code."""
