"""Zip archives that come from anywhere: names that leave them, links, bombs and damage are refused before unpacking.

Nothing is ever written to disk; members are read as streams. What does not live here: what the members mean.
"""

from __future__ import annotations

import io
import lzma
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from graph.base.cell_text import shown
from graph.base.errors import InputError
from graph.base.findings import Finding
from graph.base.words import Words
from loaders.rules.catalogue import finding

MOST_MEMBERS = 10_000
LARGEST_TOTAL = 512 << 20
"""Bytes that all members together may unpack to."""
HIGHEST_RATIO = 250
"""Unpacked to packed size, for members that unpack to more than :data:`UNSUSPECTED` bytes."""
UNSUSPECTED = 8 << 20

DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, UnicodeDecodeError)
"""What reading a broken member raises."""
UNREADABLE = Words("{file} cannot be read", "{file} 无法读取")


def refuse(file: str, *findings: Finding) -> InputError:
    """The error that says why the file as a whole cannot be read."""
    return InputError(UNREADABLE.fill(file=shown(file)), findings)


@contextmanager
def opened(source: Path | bytes, file: str) -> Iterator[zipfile.ZipFile]:
    """The archive, checked; whatever is damaged inside becomes a finding.

    Raises
    ------
    InputError
        With findings S101, S103, S104 or S105.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as archive:
            if wrong := check(archive.infolist(), file):
                raise refuse(file, *wrong)
            yield archive
    except PermissionError as error:
        raise refuse(file, finding("S101", file)) from error
    except DAMAGE as error:
        raise refuse(file, finding("S105", file)) from error


def check(members: list[zipfile.ZipInfo], file: str) -> list[Finding]:
    """Everything that is wrong with the list of members, before any is read.

    Examples
    --------
    >>> check([zipfile.ZipInfo("../centres.csv")], "city.zip")[0].code
    'S103'
    """
    findings: list[Finding] = []
    total = sum(m.file_size for m in members)
    if len(members) > MOST_MEMBERS:
        words = Words("{n} members; at most {most} are read", "含 {n} 个文件，最多读取 {most} 个")
        findings.append(finding("S104", file, message=words.fill(n=len(members), most=MOST_MEMBERS)))
    if total > LARGEST_TOTAL:
        words = Words("unpacks to {n} MB; at most {most} MB are read", "解压后为 {n} MB，最多读取 {most} MB")
        findings.append(finding("S104", file, value=total, message=words.fill(n=total >> 20, most=LARGEST_TOTAL >> 20)))
    for member in members:
        name = member_name(member)
        if _leads_out(name) or stat.S_ISLNK(member.external_attr >> 16):
            findings.append(finding("S103", file, value=name))
        elif member.file_size > UNSUSPECTED and member.file_size > HIGHEST_RATIO * max(member.compress_size, 1):
            words = Words("a member unpacks to {n} times its size", "有文件解压后增大 {n} 倍")
            findings.append(
                finding(
                    "S104", file, value=name, message=words.fill(n=member.file_size // max(member.compress_size, 1))
                )
            )
        elif member.flag_bits & 0x1:
            findings.append(finding("S105", file, value=name))
    return findings


def member_name(member: zipfile.ZipInfo) -> str:
    """The member's name; names that old Chinese programs wrote in GBK are read as such."""
    if member.flag_bits & 0x800 or member.filename.isascii():
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in name


def opener(source: Path | bytes, filename: str) -> Callable[[], IO[bytes]]:
    """Return a function that opens one member from its start; reading a broken member raises one of :data:`DAMAGE`."""

    def open_member() -> IO[bytes]:
        with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as archive:
            return archive.open(filename)  # stays open after the archive is closed

    return open_member
