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


_FIRST = Words(
    """\
# The scenario that `buju plan {folder}` takes. It can be planned on as soon as the tables have rows: no target,
# no budget and no quota is set, and the support rules are those of {base}. Set what holds in your city.
# Every value with its clause: buju scenario show base -v (in this folder's scenarios)
name: base
title: {{en: First plan, zh: 初步方案}}
extends: {base}

policy:
  # Years in which centres are approved:
  years: {{first: {first}, last: {last}}}
  # At least so many centres (existing ones count) by the end of that year; null = as many as the money carries:
  target: {{count: null, year: {last}}}
  # City support money by funding year, and in all years, in the money unit of the data; null = no limit:
  # budgets: {{city: {{{years}}}, total: 8000}}
  goals:
    coverage:
      # Coverage is looked at in these years, with these weights:
      years: {{2027: null, 2030: null, {middle}: 0.5, {late}: 0.5}}
""",
    """\
# buju plan {folder} 缺省采用的情景。各表填好即可编制方案：未设目标家数、预算和名额，支持政策沿用 {base}。
# 请按本市实际设定。各数值所依据的条款：buju scenario show base -v
name: base
title: {{en: First plan, zh: 初步方案}}
extends: {base}

policy:
  # 批复年份：
  years: {{first: {first}, last: {last}}}
  # 到该年年底至少建成的中心数（含已有）；null 表示由经费决定：
  target: {{count: null, year: {last}}}
  # 各经费年度的市级支持经费及合计（单位同数据）；null 表示不设限：
  # budgets: {{city: {{{years}}}, total: 8000}}
  goals:
    coverage:
      # 在以下年份考察攻关覆盖及其权重：
      years: {{2027: null, 2030: null, {middle}: 0.5, {late}: 0.5}}
""",
)


def first_scenario(folder: str, first: int, lang: Lang, base: str = "ningbo-2023") -> str:
    """Write the scenario of a new dataset: what cannot be known yet is left open, so that any rows can be planned on.

    >>> first_scenario("own", 2026, "en").splitlines()[9]
    '  years: {first: 2026, last: 2028}'
    """
    return _FIRST.say(lang).format(
        folder=folder,
        base=base,
        first=first,
        last=first + 2,
        years=", ".join(f"{y}: 3000" for y in range(first, first + 5)),
        middle=first + 4,
        late=first + 7,
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
