"""Reading a page back: its numbers with their places, its words by language, its tags and what they point to."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "input", "br", "col", "link"}
UNCLOSED = {
    "td": {"td", "th", "tr"},
    "th": {"td", "th", "tr"},
    "tr": {"tr"},
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
}


class Reading(HTMLParser):
    """Everything that a test asks of a page."""

    def __init__(self, data: bytes):
        super().__init__(convert_charrefs=True)
        self.tags, self.numbers, self.texts = [], [], []
        self.open = []
        self.feed(data.decode("utf-8"))

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        self.tags.append((tag, said))
        if "data-at" in said:
            self.numbers.append({"at": said["data-at"], "full": said.get("value", said.get("data-v")), "shown": ""})
        if tag in VOID:
            return
        while self.open and tag in UNCLOSED.get(self.open[-1][0], ()):
            self.open.pop()
        self.open.append((tag, said))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        while self.open and self.open[-1][0] in UNCLOSED and self.open[-1][0] != tag:
            self.open.pop()
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1][0] == tag, f"</{tag}> closes <{self.open[-1][0]}>"
        self.open.pop()

    def handle_data(self, text):
        inside = [t for t, _ in self.open]
        if self.open and "data-at" in self.open[-1][1]:
            self.numbers[-1]["shown"] += text
        if not {"script", "style"} & set(inside):
            lang = next((a["lang"] for t, a in reversed(self.open) if "lang" in a and t != "html"), None)
            self.texts.append((text, lang, self.open[-1] if self.open else ("", {})))

    def said(self, lang):
        """All words that the page shows in one language."""
        return "".join(text for text, own, _ in self.texts if own in (None, lang))
