"""Runs on disk: one folder for each computation, written whole or not at all, and read back without trust.

What does not live here: what a result holds (``planner.runs.result``) and what is shown of it (``planner.layout``).
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from graph.base.errors import InputError, OutputError, UsageError
from graph.base.findings import Finding
from graph.base.records import RecordError, decode
from graph.base.words import Words
from planner.runs.plan_result import FORMAT, PlanResult
from planner.runs.shelf import MAIN
from planner.runs.words import KIND_WORDS

RESULT, SCENARIO, FINDINGS, PROVENANCE = FILES = (
    "result.json",
    "scenario.resolved.yaml",
    "findings.json",
    "provenance.json",
)
PROBLEM = "problem.json"
"""The planning problem, for ``explain``; a run can be read without it where its provenance does not list it."""

_NAME_BYTES = 120


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run as read from its folder."""

    path: Path
    result: PlanResult
    scenario_yaml: str
    findings: Any
    provenance: Mapping[str, Any]
    digest: str
    """SHA-256 of ``result.json``: what belongs to another result does not count."""


def result_bytes(result: Mapping[str, Any]) -> bytes:
    r"""Write a result as JSON: keys in the order given, UTF-8, one newline at the end; same result, same bytes.

    Raises
    ------
    ValueError
        NaN or infinity somewhere in it.

    Examples
    --------
    >>> result_bytes({"name": "宁波", "cost": 1.5}).decode()
    '{\n "name": "宁波",\n "cost": 1.5\n}\n'
    """
    return (json.dumps(result, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def beside_bytes(data: Any) -> bytes:
    r"""Write a file that stands beside a result as JSON, indented by two.

    >>> beside_bytes({"name": "宁波"}).decode()
    '{\n  "name": "宁波"\n}\n'
    """
    return (json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def findings_bytes(findings: Iterable[Finding]) -> bytes:
    """What a run keeps of findings: each in English, under ``zh`` the same in Chinese."""
    return beside_bytes([{**f.as_dict("en"), "zh": f.as_dict("zh")} for f in findings])


def folder_name(when: datetime, scenario: str, result: bytes) -> str:
    """Name a run's folder: UTC time to the second, scenario, first 8 digits of the SHA-256 of ``result.json``.

    Letters and digits of any script stay; everything else in the scenario's name becomes ``-``.

    Examples
    --------
    >>> folder_name(datetime(2024, 5, 1, 8, 30, tzinfo=UTC), "../紧缩 预算", b"{}")
    '20240501T083000Z-紧缩-预算-44136fa3'
    """
    plain = re.sub(r"[^\w]+", "-", scenario).strip("-_") or "run"
    plain = plain.encode()[:_NAME_BYTES].decode(errors="ignore")
    return f"{_utc(when):%Y%m%dT%H%M%SZ}-{plain}-{hashlib.sha256(result).hexdigest()[:8]}"


def write_run(parent: Path, when: datetime, scenario: str, files: Mapping[str, bytes], main: str = RESULT) -> Path:
    """Write a run's files into a new folder of ``parent``; the folder appears whole or not at all.

    Everything is written to a hidden folder beside, flushed to disk and renamed. A second run of the same name
    gets ``-2``, and so on. Whatever ends the writing early (Ctrl-C as well), the hidden folder is removed.

    Parameters
    ----------
    parent
        Folder of all runs; made if need be.
    when
        Time of the run, with its time zone.
    scenario
        Name of the scenario, for the folder's name.
    files
        Bytes by plain file name; ``main`` must be among them.
    main
        The file whose bytes name the folder: ``result.json`` of a plan, else what the run holds instead.

    Returns
    -------
    pathlib.Path
        The new folder.

    Raises
    ------
    OutputError
        The folder cannot be written: no permission, no space, a file in its place.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     write_run(Path(place), datetime(2024, 5, 1, tzinfo=UTC), "base", {"result.json": b"{}"}).name
    '20240501T000000Z-base-44136fa3'
    """
    for name in files:
        if not name or Path(name).name != name or name.startswith("."):
            raise UsageError(Words("{name!r} is no plain file name", "“{name}”不是有效的文件名").fill(name=name))
    wanted = folder_name(when, scenario, files[main])
    made = [p for p in (parent, *parent.parents) if not p.exists()]
    temporary = parent / f".{wanted[:16]}-{secrets.token_hex(8)}.partial"
    try:
        parent.mkdir(parents=True, exist_ok=True)
        temporary.mkdir()
        for name, data in files.items():
            with (temporary / name).open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        _flush_folder(temporary)
        path = _rename(temporary, parent, wanted)
        _flush_folder(parent)
    except BaseException as error:
        shutil.rmtree(temporary, ignore_errors=True)
        for folder in made:
            with contextlib.suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            _unwritable(parent, error)
        raise
    return path


def check_writable(parent: Path) -> None:
    """Try whether a run could be written to ``parent``, before hours are spent on computing it; leaves no trace.

    Raises
    ------
    OutputError
        No permission, a file in its place, or no space for as much as a folder.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     check_writable(Path(place) / "runs")
    ...     list(Path(place).iterdir())
    []
    """
    made = [p for p in (parent, *parent.parents) if not p.exists()]
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=parent) as trial:
            trial.write(b"buju")
    except OSError as error:
        _unwritable(parent, error)
    finally:
        for folder in made:
            with contextlib.suppress(OSError):
                folder.rmdir()


def read_run(path: Path) -> Run:
    """Read a run back, checking that it is whole and of a format this version knows.

    Parameters
    ----------
    path
        The run's folder, or its ``result.json``.

    Raises
    ------
    UsageError
        There is no run at ``path``.
    InputError
        A file is missing, damaged or changed, or of another format (the findings say which), or the result is not what
        the run's problem gives, or the problem that the run was written with is gone.
    """
    folder = path.parent if path.name == RESULT else path
    if not (folder / RESULT).is_file():
        other = next((kind for name, kind in MAIN.items() if (folder / name).is_file()), None)
        if other is not None:
            words = Words(
                "{path} holds no plan (it is of the kind: {what}); give a run of buju plan",
                "{path} 不是规划方案（其内容为{what}）；请给出 buju plan 的运行结果",
            )
            raise UsageError(words.fill(path=path, what=KIND_WORDS[other]))
        raise UsageError(
            Words("{path} is no run (a folder with {name})", "{path} 不是运行结果（应为含 {name} 的文件夹）").fill(
                path=path, name=RESULT
            )
        )
    findings: list[Finding] = []
    texts = {name: _text(folder, name, findings) for name in FILES}
    data = {name: _parsed(name, texts[name], findings) for name in FILES if name.endswith(".json")}
    shapeless = (n for n in (RESULT, PROVENANCE) if data[n] is not None and not isinstance(data[n], dict))
    findings += [_finding("R603", name, "", *_DAMAGED) for name in shapeless]
    if not findings:
        findings = _mismatches(data, texts)
    plan = None if findings else _plan_of(data[RESULT], findings)
    if plan is None:
        raise InputError(Words("the run {path} cannot be used", "运行结果 {path} 无法使用").fill(path=folder), findings)
    _check_problem(folder, plan, data[PROVENANCE])
    digest = hashlib.sha256((texts[RESULT] or "").encode()).hexdigest()
    return Run(
        path=folder,
        result=plan,
        scenario_yaml=texts[SCENARIO] or "",
        findings=data[FINDINGS],
        provenance=data[PROVENANCE],
        digest=digest,
    )


def _check_problem(folder: Path, plan: PlanResult, provenance: Mapping[str, Any]) -> None:
    """Hold a result to the problem that stands beside it; runs that never had one (of earlier versions) are taken."""
    from planner.runs.genuine import check  # noqa: PLC0415 - only readers of runs need the arithmetic

    try:
        problem = (folder / PROBLEM).read_bytes()
    except FileNotFoundError as error:
        listed = provenance.get("files")
        if not isinstance(listed, list) or PROBLEM not in listed:
            return
        words = Words(
            "{file} was taken out of the run, so that its result cannot be checked; make it again with plan",
            "运行结果中的 {file} 已被移走，无法核对其结果，请用 plan 重新运行",
        )
        raise InputError(words.fill(file=PROBLEM)) from error
    except OSError as error:
        words = Words("{file} cannot be read", "{file} 无法读取").fill(file=PROBLEM)
        raise InputError(words) from error
    check(plan, problem)


def _plan_of(data: Mapping[str, Any], findings: list[Finding]) -> PlanResult | None:
    try:
        return decode(PlanResult, data)
    except RecordError as error:
        words = Words("the file is damaged: {needed} is needed here", "文件已损坏：此处应为{needed}").fill(
            needed=error.needed
        )
        findings.append(
            Finding(
                "R603", "error", file=RESULT, row=0, column=error.path, value=error.found, message=words, mend=_AGAIN
            )
        )
        return None


_AGAIN = Words("make the run again", "请重新运行")
_DAMAGED = (Words("the file is damaged", "文件已损坏"), _AGAIN)


def _finding(code: str, file: str, value: str, message: Words, mend: Words) -> Finding:
    return Finding(code, "error", file=file, row=0, column="", value=value, message=message, mend=mend)


def _text(folder: Path, name: str, findings: list[Finding]) -> str | None:
    try:
        return (folder / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        findings.append(_finding("R601", name, "", Words("the file is missing", "缺少该文件"), _AGAIN))
    except OSError as error:
        words = Words("the file cannot be read", "文件无法读取")
        findings.append(_finding("R602", name, str(error.strerror), words, Words("check permissions", "请检查权限")))
    except UnicodeDecodeError:
        findings.append(_finding("R603", name, "", *_DAMAGED))
    return None


def _parsed(name: str, text: str | None, findings: list[Finding]) -> Any:
    if text is None:
        return None
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        where = f"line {error.lineno} column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        findings.append(_finding("R603", name, where, *_DAMAGED))
        return None


def _no_constant(text: str) -> NoReturn:
    raise ValueError(text)


def _mismatches(data: Mapping[str, Any], texts: Mapping[str, str | None]) -> list[Finding]:
    form = data[RESULT].get("format")
    if form != FORMAT:
        kind, _, number = str(form).partition("/")
        if kind != FORMAT.partition("/")[0] or not number.isdecimal():
            words, mend = (
                Words("this is no result of buju", "不是 buju 的运行结果"),
                Words("give a run folder", "请给出运行结果文件夹"),
            )
        elif int(number) > int(FORMAT.partition("/")[2]):
            words = Words("a newer buju has written this", "由更新版本的 buju 写出")
            mend = Words("upgrade buju", "请升级 buju")
        else:
            words, mend = Words("an older buju has written this", "由旧版本的 buju 写出"), _AGAIN
        return [_finding("R604", RESULT, str(form), words, mend)]
    told = data[PROVENANCE].get("result_sha256")
    found = hashlib.sha256((texts[RESULT] or "").encode()).hexdigest()
    if told is not None and told != found:
        words = Words("the file was changed after the run", "文件在运行之后被改动")
        return [_finding("R605", RESULT, found[:8], words, _AGAIN)]
    return []


def _rename(temporary: Path, parent: Path, wanted: str) -> Path:
    """Rename to the first free name of ``wanted``, ``wanted-2`` …; whoever comes second takes the next."""
    for k in range(1, 10_000):
        path = parent / (wanted if k == 1 else f"{wanted}-{k}")
        if path.exists():
            continue
        try:
            return temporary.rename(path)
        except OSError as error:
            if error.errno not in (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR):
                raise
    raise OSError(errno.EEXIST, os.strerror(errno.EEXIST), str(parent / wanted))


def _flush_folder(path: Path) -> None:
    """Flush a folder's entries to disk, where the system can."""
    if os.name == "posix":
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


_REASONS = {
    errno.ENOSPC: Words("no space left on the disk", "磁盘空间不足"),
    errno.EACCES: Words("no permission to write there", "没有写入权限"),
    errno.EPERM: Words("no permission to write there", "没有写入权限"),
    errno.EROFS: Words("the place is read-only", "位置为只读"),
    errno.ENOTDIR: Words("a file stands where a folder is needed", "所需文件夹的位置上是一个文件"),
    errno.EEXIST: Words("a file stands where a folder is needed", "所需文件夹的位置上是一个文件"),
    errno.ENAMETOOLONG: Words("the name is too long", "名称过长"),
}


def _unwritable(parent: Path, error: OSError) -> NoReturn:
    told = error.strerror or str(error)
    words = Words(
        "cannot write a run to {path}: {why}; nothing was written", "无法将运行结果写入 {path}：{why}；未写入任何内容"
    )
    raise OutputError(words.fill(path=parent, why=_REASONS.get(error.errno or 0, Words(told, told)))) from error


def _utc(when: datetime) -> datetime:
    return when.astimezone(UTC)
