"""What ``graph.base.safe_yaml`` says about YAML that it refuses: (message, mend) pairs. The checks do not live here."""

from __future__ import annotations

from collections.abc import Mapping

from graph.base.words import Words

SAID: Mapping[str, str] = {
    "mapping values are not allowed": "此处不能出现“键: 值”（多半是缩进不齐，或上一行少了引号）",
    "could not find expected ':'": "缺少冒号“:”",
    "found character '\\t'": "不能用制表符（Tab）缩进，请改用空格",
    "expected <block end>": "缩进不齐，或结构没有正常结束",
    "found unexpected end of stream": "文件在引号内提前结束",
    "while scanning a quoted scalar": "引号没有配对",
    "expected ',' or ']'": "方括号内缺少逗号或右括号“]”",
    "expected ',' or '}'": "花括号内缺少逗号或右括号“}”",
    "found character": "出现了不能作为开头的字符",
    "special characters are not allowed": "含有不可见的控制字符",
    "sequence entries are not allowed": "此处不能出现“- ”列表项",
}
"""Chinese for what PyYAML says, by a part of its English."""

MORE_DOCUMENTS = (
    Words("a second document begins here", "这里开始了第二份文档"),
    Words("keep one document in a file: take '---' out", "一个文件只放一份文档：请删去“---”"),
)
ANCHOR = (
    Words("anchors and aliases are not read", "不支持锚点（&）和引用（*）"),
    Words("write the value out; for text that begins so, use quotes", "请直接写出内容；若是普通文字请加引号"),
)
TAG = (
    Words("tags are not read", "不支持类型标签（!）"),
    Words("take the tag out; for text that begins so, use quotes", "请删去标签；若是普通文字请加引号"),
)
MERGE = (
    Words("merge keys are not read", "不支持合并键（<<）"),
    Words("write the values out, or use 'extends'", "请直接写出内容，或使用 extends"),
)
DUPLICATE = (
    Words("this key stands twice in the same mapping", "同一层里这个键出现了两次"),
    Words("keep one of them", "请只保留一个"),
)
KEY = (
    Words("a key must be text or a whole number", "键只能是文字或整数"),
    Words("put the key in quotes", "请给键加上引号"),
)
TOO_DEEP = (
    Words("is nested too deep", "嵌套层数过多"),
    Words("at most 40 levels are read", "最多读取 40 层"),
)
ENDLESS_NUMBER = (
    Words("is not a finite number of at most 18 digits", "不是有限的数，或位数超过 18 位"),
    Words("write a finite number; put ids in quotes", "请填有限的数；编号请加引号"),
)
MORE = (
    Words("there are more findings than shown here", "问题过多，其余未列出"),
    Words("mend these first", "请先改正以上各处"),
)
