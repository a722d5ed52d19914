"""Documentation pages made from the code: the rules catalogue and the data dictionary, as Markdown in both languages.

``scripts/docs`` writes them; a test holds the written files fresh.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.base.words import LANGS
from graph.model.schema import NODES, TABLES, TIES
from loaders.rules.catalogue import catalogue, groups
from loaders.template import meaning

LEVELS = {"error": "错误", "warning": "警告", "note": "提示"}
_MADE = "<!-- made by scripts/docs from the code; do not edit -->\n"


def pages() -> dict[str, str]:
    """File name in ``docs/`` → text.

    Examples
    --------
    >>> sorted(pages())
    ['data-dictionary.md', 'rules.md']
    """
    return {"rules.md": rules_page(), "data-dictionary.md": dictionary_page()}


def rules_page() -> str:
    """Every rule that input is held against, by group."""
    out = ["# Rules of the input 数据检查规则\n", _MADE]
    out.append(
        "`buju validate PATH` reports against these rules, `buju rules CODE` explains one. "
        "Errors must be mended before a plan is made; warnings and notes need not.\n"
    )
    out.append(
        "`buju validate 路径` 按以下规则检查，`buju rules 编号` 解释其中一条。"
        "错误须改正后方可编制方案，警告和提示不影响。\n"
    )
    out.append(
        "Counts of each table: *read* are rows taken in, *skipped* are rows not taken in (blank, broken, cut off; "
        "together they are all rows below the header), *defaulted* are blank cells that took their default.\n"
    )
    out.append(
        "各表计数：*读入* 为采用的行，*跳过* 为未采用的行（空行、残缺行、截断行），"
        "两者之和即表头以下全部行数；"
        "*默认值* 为按数据字典取默认值的空白单元格数。\n"
    )
    for letter, about in groups().items():
        group = [r for r in catalogue().values() if r.code.startswith(letter)]
        if not group:
            continue
        out.append(f"## {about.title.en} {about.title.zh}\n")
        for r in group:
            out.append(f"### {r.code} {_plain(r.title.en)} {_plain(r.title.zh)}\n")
            out.append(f"*{r.level} {LEVELS[r.level]}*\n")
            for lang, name in zip(LANGS, ("例：", "E.g. "), strict=True):
                example = _code(r.example.say(lang))
                out.append(f"- {_plain(r.why.say(lang))} {name}{example} → {_plain(r.mend.say(lang))}")
            out.append("")
    return "\n".join(out)


def dictionary_page() -> str:
    """Every table and column, and the nodes and ties that are made of them."""
    out = ["# Data dictionary 数据字典\n", _MADE]
    out.append(
        "One CSV file or worksheet a table, named in English or Chinese, with headers in either language. "
        "`buju template DIR` writes them empty.\n"
    )
    out.append("每表一个 CSV 文件或工作表，表名、表头中英文均可。`buju template 目录` 可生成空表。\n")
    for table in TABLES.values():
        needed = "needed 必需" if table.required else "may be missing 可缺"
        out.append(f"## {table.name} {table.zh}\n")
        key = ", ".join(f"`{k}`" for k in table.key)
        out.append(f"{table.words.en}; {table.words.zh}. Key 主键: {key}; {needed}.\n")
        rows = [(f"`{c.name}`", c.zh, _cell(meaning(c, "en")), _cell(meaning(c, "zh"))) for c in table.columns]
        out += [*_markdown(("column", "列", "meaning", "含义"), rows), ""]
    out.append("## Nodes 节点\n")
    out += [*_markdown(("label", "table", "节点"), [(n.label, n.table, n.words.zh) for n in NODES.values()]), ""]
    out.append("## Ties 关系\n")
    ties = [
        (
            t.label,
            " / ".join(t.source),
            " / ".join(t.target),
            f"{t.table}: {t.source_column} → {t.target_column}",
            t.words.zh,
        )
        for t in TIES
    ]
    out += [*_markdown(("label", "from", "to", "read from", "关系"), ties), ""]
    return "\n".join(out)


def _markdown(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return [*lines, *("| " + " | ".join(row) + " |" for row in rows)]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _code(text: str) -> str:
    return f"`{text}`" if text.isascii() and "`" not in text else _plain(text)


def _plain(text: str) -> str:
    """Text outside code, where an angle bracket would begin a tag.

    >>> _plain("remove the <!DOCTYPE …>")
    'remove the &lt;!DOCTYPE …>'
    """
    return text.replace("<", "&lt;")
