"""A hook of the docs site: links that lead out of docs/ are told by name; nothing is fetched from the network.

A page of docs/ is read in the repository as well, where ``../README.md`` is right; the site has no such page.
"""

import re
from pathlib import PurePosixPath
from typing import Any

OUTSIDE = re.compile(r"(?<!!)\[([^\]]*)\]\(((?:\.\./)+[^)#\s]*)(#[^)]*)?\)")

SHIM = re.compile(r"https://[^\"]*/iframe-worker/shim")
"""What the theme loads for a page that is opened from a disk."""


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Name a file outside docs/ in place of linking to it; what is inside stays a link."""
    here = PurePosixPath(page.file.src_uri).parent

    def told(match: re.Match[str]) -> str:
        steps = [*here.parts]
        for part in PurePosixPath(match[2]).parts:
            if part == ".." and not steps:
                return f"{match[1]} (`{match[2].lstrip('./')}`)"
            steps = steps[:-1] if part == ".." else [*steps, part]
        return match[0]

    return OUTSIDE.sub(told, markdown)


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """Use the docs' own worker in place of the one that the theme would fetch from the network."""
    own = "../" * page.url.count("/") + "javascripts/file-worker.js"
    return SHIM.sub(own, output)


def on_post_template(output_content: str, template_name: str, **_: Any) -> str:
    """The same for the page of a missing page."""
    return SHIM.sub("javascripts/file-worker.js", output_content) if template_name.endswith(".html") else output_content
