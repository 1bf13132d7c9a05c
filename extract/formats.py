"""Files that are not pages: Markdown with front matter, and the text of a page copied out of a browser."""

from __future__ import annotations

from extract.html_page import Reading
from extract.metadata import Facts


def has_front_matter(text: str) -> bool:
    """Whether `text` opens with the front matter of Jekyll or Hexo."""
    return text.lstrip().startswith("---\n")


def read_markdown(text: str) -> Reading:
    return Reading(Facts(), text.splitlines())


def read_dump(text: str) -> Reading:
    return Reading(Facts(), text.splitlines())
