"""The rules Y70x and Y71x: what ``graph.safe_yaml`` refuses in ``dataset.yaml`` and in scenario files."""

from __future__ import annotations

from graph import yaml_words
from graph.findings import Level
from graph.words import Words
from loaders.rules import Rule, rule

_PLAIN = (
    "Only plain keys and values are read: what a file does must stand in it, in plain sight.",
    "只读取普通键值：文件的作用应一目了然。",
)


def _refused(code: str, said: tuple[Words, Words], example: str, level: Level = "error") -> Rule:
    message, mend = said
    return Rule(code, level, message, Words(*_PLAIN), Words(example, example), mend)


RULES: tuple[Rule, ...] = (
    rule(
        "Y700",
        "error",
        ("the YAML file cannot be opened", "YAML 文件无法打开"),
        ("A scenario that cannot be read cannot be planned.", "读不到情景文件便无法编制方案。"),
        ("scenarios/bse.yaml does not exist", "scenarios/bse.yaml 不存在"),
        ("check the name and the right to read it", "请核对文件名和读取权限"),
    ),
    rule(
        "Y701",
        "error",
        ("the YAML file is not UTF-8", "YAML 文件不是 UTF-8 编码"),
        ("Characters would be read wrongly.", "文字会被读错。"),
        ("a file saved as GB18030", "另存为 GB18030 的文件"),
        ("save it as UTF-8", "请另存为 UTF-8"),
    ),
    rule(
        "Y702",
        "error",
        ("the YAML file is too large", "YAML 文件过大"),
        ("Such files are some kilobytes; at most 256 KiB are read.", "此类文件一般几 KB，最多读取 256 KiB。"),
        ("a file of 5 MB", "5 MB 的文件"),
        ("put tables into CSV files", "表格数据请放入 CSV"),
    ),
    rule(
        "Y703",
        "error",
        ("the YAML text is not well formed", "YAML 书写有误"),
        ("Nothing after the place can be understood.", "该处之后的内容无法理解。"),
        ("a: b: c", "a: b: c"),
        (
            "mend the line; quote text that holds ': ' or begins with a sign",
            "请改正该行；含“: ”或以符号开头的文字请加引号",
        ),
    ),
    _refused("Y704", yaml_words.TAG, "name: !!python/object:os.system x"),
    _refused("Y705", yaml_words.ANCHOR, "a: &x [1]"),
    _refused("Y706", yaml_words.MERGE, "<<: {a: 1}"),
    _refused("Y707", yaml_words.DUPLICATE, "{count: 20, count: 21}"),
    _refused("Y708", yaml_words.KEY, "{[1, 2]: a}"),
    _refused("Y709", yaml_words.MORE_DOCUMENTS, "---"),
    _refused("Y710", yaml_words.TOO_DEEP, "[[[[ ... ]]]]"),
    _refused("Y711", yaml_words.ENDLESS_NUMBER, "cap: .inf"),
    _refused("Y712", yaml_words.MORE, "..."),
)
