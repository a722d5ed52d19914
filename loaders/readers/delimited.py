"""Delimited text (CSV) to a :class:`RawTable`: encodings, separators, quotes, NUL bytes and cells without end.

The file is read twice as a stream, first to learn its encoding and hash, then to parse: memory is that of its rows.
What does not live here: finding the files (``sources``).
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from graph.base.cell_text import shown
from graph.base.findings import Finding
from graph.base.words import Words
from loaders.readers.archive import DAMAGE
from loaders.rules.catalogue import finding
from loaders.tables.raw_table import LONGEST_CELL, RawTable

if TYPE_CHECKING:
    from _csv import Reader  # the standard library names it nowhere else

Open = Callable[[], IO[bytes]]
"""Opens the file from its start; called twice."""

LONGEST_LINE = 1 << 20
_CHUNK = 1 << 20
_SEPARATORS = ",;\t|"
_DOMINANT = 0.9
"""Share of the non-ASCII characters that must be assigned for bytes to be taken as GB18030."""
_COMMON = 0.25
"""Share of them that must be everyday Chinese; in traditional text and lists of names about half are."""
_NO_TEXT = frozenset({"Cn", "Co", "Cs", "Cc"})
_WESTERN = re.compile("(?<=[A-Za-z])[\u4e00-\u9fff](?=[A-Za-z])")
_RUN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+")
"""Chinese characters one after another."""


def read_delimited(open_file: Open, name: str, file: str) -> RawTable:
    r"""Read one delimited text file.

    Examples
    --------
    >>> table = read_delimited(lambda: io.BytesIO("id,name\n\nC1,a\n".encode()), "centres", "centres.csv")
    >>> table.header, table.rows, table.numbers, table.skipped
    (('id', 'name'), (['C1', 'a'],), (3,), 1)
    """
    try:
        seen = survey(open_file, file)
        if seen.encoding is None:
            return RawTable(name, file, skipped=max(0, seen.lines - 1), findings=seen.findings, sha256=seen.sha256)
        with open_file() as stream, io.TextIOWrapper(stream, encoding=seen.encoding, newline="") as text:
            return _parse(text, name, file, seen)
    except DAMAGE:
        return RawTable(name, file, findings=(finding("S105", file),))
    except OSError as error:
        words = Words("the file cannot be opened: {r}", "文件无法打开：{r}").fill(
            r=error.strerror or type(error).__name__
        )
        return RawTable(name, file, findings=(finding("S101", file, message=words),))


@dataclass(frozen=True, kw_only=True)
class Survey:
    """What one pass over the bytes tells: encoding (None = unreadable), hash, lines, oddities."""

    file: str
    encoding: str | None
    sha256: str
    lines: int
    has_nul: bool
    cut: bool
    findings: tuple[Finding, ...]
    endless: bool = False
    quoted: bool = False
    """Whether there is any quote, or any carriage return."""


def survey(open_file: Open, file: str) -> Survey:
    """Hash, encoding and NUL bytes, in one pass (two if the text is not UTF-8)."""
    digest, has_nul, start, end = hashlib.sha256(), False, b"", b"\n"
    endless = quoted = False
    utf8, bad_row, breaks = codecs.getincrementaldecoder("utf-8")(), 0, 0
    with open_file() as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            has_nul = has_nul or b"\0" in chunk
            start = start or chunk[:4]
            if not bad_row:
                try:
                    utf8.decode(chunk)
                except UnicodeDecodeError as error:
                    bad_row = 1 + breaks + chunk[: max(0, error.start)].count(b"\n")
            found = chunk.count(b"\n")
            breaks += found
            endless = endless or (not found and len(chunk) == _CHUNK)
            quoted = quoted or b'"' in chunk or b"\r" in chunk
            end = chunk[-1:]
    if not bad_row and utf8.getstate()[0]:
        bad_row = 1 + breaks
    sha, lines, cut = digest.hexdigest(), breaks + (end != b"\n"), end not in b"\r\n"
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        words = Words("the text is UTF-16", "文字是 UTF-16 编码")
        return Survey(
            file=file,
            encoding=None,
            sha256=sha,
            lines=lines,
            has_nul=has_nul,
            cut=cut,
            findings=(finding("S111", file, message=words),),
        )
    if not bad_row:
        return Survey(
            file=file,
            encoding="utf-8-sig",
            sha256=sha,
            lines=lines,
            has_nul=has_nul,
            cut=cut,
            findings=(),
            endless=endless,
            quoted=quoted,
        )
    if (said := _chinese(open_file, file)) is not None:
        return Survey(
            file=file, encoding="gb18030", sha256=sha, lines=lines, has_nul=has_nul, cut=cut, findings=(said,)
        )
    words = Words("bytes in line {n} are neither UTF-8 nor GB18030", "第 {n} 行有既非 UTF-8 也非 GB18030 的字节").fill(
        n=bad_row
    )
    return Survey(
        file=file,
        encoding=None,
        sha256=sha,
        lines=lines,
        has_nul=has_nul,
        cut=cut,
        findings=(finding("S111", file, bad_row, message=words),),
    )


def _chinese(open_file: Open, file: str) -> Finding | None:
    """What is said of bytes that are GB18030, and read as Chinese rather than as damaged text of another encoding.

    Rare and traditional characters are valid GB18030, and other encodings give nothing else when they are read so:
    told apart by the characters of every day among them, by characters that no text has, and by lone bytes of
    Western text, which swallow the letter after them. A short list of rare names has few of every day: where all are
    Chinese characters it is read, with a warning that shows some of them. None: it is not GB18030.
    """
    example = ""
    decoder = codecs.getincrementaldecoder("gb18030")()
    common = rare = odd = western = others = 0
    try:
        with open_file() as stream:
            while chunk := stream.read(_CHUNK):
                text = decoder.decode(chunk)
                western += len(_WESTERN.findall(text))
                example = max([example, *_RUN.findall(text)], key=len)
                for character in filter(lambda c: ord(c) > 127, text):
                    if _everyday(character):
                        common += 1
                    elif unicodedata.category(character) in _NO_TEXT:
                        odd += 1
                    else:
                        rare += 1
                        others += not _RUN.match(character)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    whole = common + rare + odd
    if odd > (1 - _DOMINANT) * whole or _mostly_utf8(open_file):
        return None
    likely = western <= common and common >= _COMMON * whole
    if likely and not odd:
        return finding("S112", file, value="GB18030")
    if not likely and (western or odd or others):
        return None
    words = Words("read as GB18030, though its characters are rare: {x}", "按 GB18030 编码读取，但所含字符罕见：{x}")
    mend = Words("check that they read right; else save it as 'CSV UTF-8'", "请核对这些文字；如有误请另存为“CSV UTF-8”")
    return finding("S112", file, 0, "", "GB18030", words.fill(x=shown(example)), mend, "warning")


def _everyday(character: str) -> bool:
    """Punctuation, or a character of the first level of GB2312: the 3,755 most used."""
    try:
        code = character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return 0xB0 <= code[0] <= 0xD7 or code[0] in (0xA1, 0xA3)


def _mostly_utf8(open_file: Open) -> bool:
    """Whether most characters beyond ASCII are well-formed UTF-8: then the text is damaged UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    good = bad = 0
    with open_file() as stream:
        while chunk := stream.read(_CHUNK):
            text = decoder.decode(chunk)
            bad += text.count("\ufffd")
            good += sum(ord(c) > 127 for c in text)
    return good - bad > bad


class _TooLongError(Exception):
    """A line without end."""


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            raise _TooLongError
        yield line


def separator_of(text: io.TextIOWrapper) -> str:
    """The separator that stands most often in the first line, outside quotes; a comma if none does."""
    first = "".join(text.readline(LONGEST_LINE).split('"')[::2])
    text.seek(0)
    return max(_SEPARATORS, key=first.count)


def cells_of(lines: Iterable[str], separator: str) -> Reader:
    """Rows of cells of small and large files alike: quotes strictly, without the blanks that a cell begins with.

    >>> list(cells_of(['C1, "a, b"', "C2,"], ","))
    [['C1', 'a, b'], ['C2', '']]
    """
    return csv.reader(lines, delimiter=separator, strict=True, skipinitialspace=True)


def _parse(text: io.TextIOWrapper, name: str, file: str, seen: Survey) -> RawTable:
    findings = list(seen.findings)
    separator = separator_of(text)
    rows: list[list[str]] = []
    numbers: list[int] = []
    header: tuple[str, ...] = ()
    number = skipped = 0
    reader = cells_of(_lines(text), separator)
    while True:
        number += 1
        line = reader.line_num
        try:
            row = next(reader)
        except StopIteration:
            break
        except (csv.Error, _TooLongError) as error:
            last = _broken(error, findings, file, number)
            skipped += _rest(text, reader.line_num - line, error) if last else 1
            skipped -= number == 1
            if last:
                break
            continue
        if seen.has_nul and any("\0" in cell for cell in row):
            findings.append(finding("S113", file, number, value=next(cell for cell in row if "\0" in cell)))
            row = [cell.replace("\0", "") for cell in row]
        if number == 1:
            header = tuple(row)
        elif not any(row) or not "".join(row).strip():
            skipped += 1
        else:
            rows.append(row)
            numbers.append(number)
    end = numbers[-1] if numbers else 1
    findings += about_the_file(header, separator, seen, end, broken=any(f.level == "error" for f in findings))
    header = header if any(cell.strip() for cell in header) else ("",) if rows else ()
    return RawTable(
        name,
        file,
        header=header,
        rows=tuple(rows),
        numbers=tuple(numbers),
        skipped=skipped,
        findings=tuple(findings),
        sha256=seen.sha256,
    )


def about_the_file(
    header: tuple[str, ...], separator: str, seen: Survey, last: int, *, broken: bool
) -> Iterator[Finding]:
    """Findings of the file as a whole: no header, another separator, a last line without end."""
    if not any(cell.strip() for cell in header):
        if not broken and last == 1:
            yield finding("S110", seen.file)
        return
    if separator != ",":
        yield finding("S116", seen.file, 1, value=separator)
    if seen.cut:
        yield finding("S126", seen.file, last)


def _broken(error: Exception, findings: list[Finding], file: str, number: int) -> bool:
    """Note what broke row ``number``; returns whether reading must stop."""
    said = str(error)
    if isinstance(error, _TooLongError) or "field larger" in said:
        words = Words(
            "a cell or line of more than {n} characters; the rest of the file is not read",
            "单元格或行超过 {n} 个字符，其后内容未读取",
        ).fill(n=f"{LONGEST_CELL:,}")
        findings.append(finding("S114", file, number, message=words))
        return True
    if "unexpected end" in said:
        words = Words("a quote opened in this row is never closed", "本行的引号直到文件末尾也没有闭合")
        findings.append(finding("S115", file, number, message=words))
        return True
    words = Words("something stands after the quote that closes a cell", "单元格的结束引号之后还有内容")
    mend = Words(
        'take away what stands between the quote and the separator, blanks too; write a quote inside a cell twice: ""',
        '请删除引号与分隔符之间的内容（包括空格）；单元格内的引号请写两个：""',
    )
    findings.append(finding("S115", file, number, message=words, mend=mend))
    return False


def _rest(text: io.TextIOWrapper, lines: int, error: Exception) -> int:
    """Rows lost when reading stops: the lines of the broken row and all that follow."""
    lost = max(lines, 1)
    goes_on = isinstance(error, _TooLongError)
    while part := text.readline(LONGEST_LINE):
        lost += not goes_on
        goes_on = not part.endswith(("\n", "\r"))
    return lost
