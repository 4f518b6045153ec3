"""Citations of law: reading "채무자회생법 제611조제5항" and asking whether such an article exists.

Six statutes have a complete index of their articles (data/law_articles.json, stored copy read 2026-11-22). Of other
statutes only the articles that the fact sheets name are known (data/other_articles.json); any other is refused.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
CITATION = re.compile(
    r"(?P<law>[가-힣]+(?: 시행령)?)\s*제?(?P<n>\d+)조(?:의(?P<sub>\d+))?(?:제?(?P<para>\d+)항)?(?:제?(?P<item>\d+)호)?"
)
# A citation in prose, with or without the name of the law: also what a model might write of its own.
LOOSE = re.compile(
    r"(?:제\s?[\d일이삼사오육칠팔구십백]+|\d+)\s?조(?:의\s?[\d일이삼사오육칠팔구십]+)?(?!\s?원)|제\s?[\d일이삼사오육칠팔구십]+\s?항|제\s?[\d일이삼사오육칠팔구십]+\s?호"
)


@dataclass(frozen=True)
class Citation:
    """One article. `law` is the short official name used across the library."""

    law: str
    article: str

    def __str__(self) -> str:
        number, _, sub = self.article.partition("의")
        return f"{self.law} 제{number}조" + (f"의{sub}" if sub else "")


@lru_cache(maxsize=1)
def _index() -> dict[str, dict[str, str]]:
    full = json.loads((_DATA / "law_articles.json").read_text(encoding="utf-8"))
    known: dict[str, dict[str, str]] = {name: body["articles"] for name, body in full.items()}
    other = json.loads((_DATA / "other_articles.json").read_text(encoding="utf-8"))
    for name, articles in other.items():
        known.setdefault(name, {}).update(dict.fromkeys(articles, ""))
    return known


def read(text: str) -> Citation | None:
    """The citation in `text` ("채무자회생법 제611조제5항" or "채무자회생법 611"), or None."""
    m = CITATION.search(text) or re.fullmatch(
        r"(?P<law>[가-힣]+(?: 시행령)?)\s+(?P<n>\d+)(?:의(?P<sub>\d+))?", text.strip()
    )
    if m is None:
        return None
    return Citation(m["law"], m["n"] + (f"의{m['sub']}" if m["sub"] else ""))


def exists(citation: Citation) -> bool:
    return citation.article in _index().get(citation.law, {})


def title(citation: Citation) -> str:
    """The article's heading, "" where unknown."""
    return _index().get(citation.law, {}).get(citation.article, "")
