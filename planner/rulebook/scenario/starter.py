"""A commented scenario file to start from."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from graph.base.errors import OutputError, UsageError
from graph.base.words import Lang, Words
from planner.rulebook.policy import Policy
from planner.rulebook.scenario.scenario import load
from planner.rulebook.scenario.sources import shipped_names

_TEXT = Words(
    """\
# A scenario: only what differs from what it extends. Check it with: buju scenario show {file}
# Mappings merge, all else replaces; null = no limit, or takes an entry out of a mapping with free keys.
# All paths, with the clause behind each number: buju scenario show {base} -v
extends: {base}
title: {{en: My scenario, zh: 我的情景}}

policy:
  # City support money by funding year, in the money unit of the data:
  # budgets: {{city: {{{years}}}}}
  # At least so many centres (existing ones count) by the end of the target year:
  # target: {{count: {count}}}
  # Reading of 投入总额: annual, cumulative or total:
  # support: {{base: {base_reading}}}
  # Technologies of severity 5 covered by two centres of different leads:
  # must_cover: [{{severity: 5, depth: 2}}]
  # At least one centre in a district, at most three in a field (ids of the data):
  # quotas: {{district: {{D01: {{min: 1}}}}, field: {{F01: {{max: 3}}}}}}
  # Candidates decided beforehand:
  # fixed: {{chosen: [C01], rejected: [C02]}}
""",
    """\
# 情景文件：只写与所继承规则不同之处。检查：buju scenario show {file}
# 映射合并，其余整体替换；null 表示不设限，或从自由键的映射中删去一项。
# 全部路径及各数值所依据的条款：buju scenario show {base} -v
extends: {base}
title: {{en: My scenario, zh: 我的情景}}

policy:
  # 各经费年度的市级支持经费（单位同数据）：
  # budgets: {{city: {{{years}}}}}
  # 到目标年年底至少建成的中心数（含已有）：
  # target: {{count: {count}}}
  # “投入总额”的口径：annual 当年，cumulative 累计，total 建设期总额：
  # support: {{base: {base_reading}}}
  # 严重度为5的技术须由两个不同牵头单位的中心覆盖：
  # must_cover: [{{severity: 5, depth: 2}}]
  # 某区县至少一家，某领域至多三家（用数据中的编号）：
  # quotas: {{district: {{D01: {{min: 1}}}}, field: {{F01: {{max: 3}}}}}}
  # 必选与排除的候选中心：
  # fixed: {{chosen: [C01], rejected: [C02]}}
""",
)


def starter(policy: Policy, base: str, file: str, lang: Lang) -> str:
    """Write the text of a starter file; every example in it is commented out.

    >>> from planner.rulebook.scenario import shipped
    >>> starter(shipped("ningbo-2023").policy, "ningbo-2023", "mine.yaml", "zh").splitlines()[3]
    'extends: ningbo-2023'
    """
    years = range(policy.years.first, policy.years.last + policy.support.years)
    return _TEXT.say(lang).format(
        base=base,
        file=file,
        years=", ".join(f"{y}: 3000" for y in years),
        count=policy.target.count or 20,
        base_reading=policy.support.base,
    )


def write_starter(file: Path, extends: str, lang: Lang, *, force: bool = False) -> str:
    """Write a starter file; returns what it extends, as the file says it.

    Raises
    ------
    UsageError
        If the file is there (without ``force``), or would extend itself.
    OutputError
        If it cannot be written; nothing half-written is left.
    InputError
        If what it extends cannot be used.
    """
    base = extends
    if extends in shipped_names():
        policy = load(Path(extends)).policy
    else:
        if file.exists() and Path(extends).exists() and file.resolve() == Path(extends).resolve():
            raise UsageError(Words("a scenario cannot extend itself", "情景不能继承自身"))
        policy = load(Path(extends)).policy
        base = Path(os.path.relpath(Path(extends).resolve(), file.parent.resolve())).as_posix()
    if file.exists() and not force:
        raise UsageError(
            Words("{file} is there already; --force writes over it", "{file} 已存在；如需覆盖请加 --force").fill(
                file=file
            )
        )
    text = starter(policy, _quoted(base), file.name, lang)
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=".buju-", dir=file.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(file)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        words = Words("{file} cannot be written: {reason}", "{file} 无法写入：{reason}")
        raise OutputError(words.fill(file=file, reason=error.strerror or error)) from error
    return base


def _quoted(base: str) -> str:
    return base if base in shipped_names() else "'" + base.replace("'", "''") + "'"
