"""Which font draws Chinese: an installed CJK family, else the one of the extra ``zh``, else none.

What does not live here: what is drawn (the figure modules) and how files are written.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from graph.base.installing import how_to_install
from graph.base.words import Words

FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Microsoft YaHei",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Noto Sans CJK JP",
    "SimHei",
    "Heiti SC",
    "STHeiti",
    "Droid Sans Fallback",
    "Arial Unicode MS",
)
"""Sans-serif families with simplified Chinese, best first."""
BASE = "DejaVu Sans"
"""Ships with matplotlib; has no Chinese."""
NO_CHINESE = Words(
    "no font with Chinese characters is installed, so the figures use English and ids; mend: {how}",
    "没有安装中文字体，图中改用英文和编号；解决办法：{how}",
).fill(how=how_to_install("zh"))


@dataclass(frozen=True)
class Fonts:
    """The families that text is drawn with, in order of trial, and what they can draw."""

    families: tuple[str, ...]
    chinese: bool
    bold: bool
    """Whether the first family has a bold face of its own."""
    characters: frozenset[int]
    """Code points that at least one of the families has."""

    def lacks(self, text: str) -> str:
        """Characters of ``text`` that none of the families can draw, each once."""
        return "".join(dict.fromkeys(c for c in text if ord(c) not in self.characters and not c.isspace()))

    def drawable(self, text: str) -> str:
        """``text`` with each character that cannot be drawn replaced by ``?``."""
        lost = self.lacks(text)
        return text.translate(dict.fromkeys(map(ord, lost), "?")) if lost else text


def choose(families: Iterable[str] = FAMILIES, *, extra: bool = True) -> Fonts:
    """Choose the fonts on this machine.

    Parameters
    ----------
    families
        Installed families to look for, best first.
    extra
        Whether the font of the optional package ``pylopdf-fonts-zh-cn`` (Noto Sans SC, OFL) may be used.

    Examples
    --------
    >>> choose((), extra=False).chinese
    False
    """
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # its remarks on caches and fonts are not for planners
    from matplotlib import font_manager  # noqa: PLC0415

    manager = font_manager.fontManager
    known = {entry.name for entry in manager.ttflist}
    family = next((f for f in families if f in known), None)
    if family is None and extra and find_spec("pylopdf_fonts_zh_cn") is not None:
        path = str(import_module("pylopdf_fonts_zh_cn").sans_path())
        if not any(entry.fname == path for entry in manager.ttflist):
            manager.addfont(path)
        family = next(entry.name for entry in manager.ttflist if entry.fname == path)
    names = (family, BASE) if family else (BASE,)
    files = [font_manager.findfont(font_manager.FontProperties(family=[n])) for n in names]
    bold = any(e.name == names[0] and str(e.weight) in ("bold", "700") for e in manager.ttflist)
    return Fonts(
        names, family is not None, bold, frozenset().union(*(font_manager.get_font(f).get_charmap() for f in files))
    )
