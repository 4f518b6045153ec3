"""Renders the booth's fixed sentences as sound files, for devices without a Korean voice of their own. A build step.

    BOOTH_SYNTHESIZER='espeak-ng -v {lang} -w {out} {text}' python -m chalicelib.booth.render_prompts

The command is any synthesizer that writes one file: `{text}`, `{lang}` (ko or en) and `{out}` are filled in, each as one
argument, without a shell. Files go to booth/voice (never into the repository) with a manifest that maps each sentence
to its file: the words of the screens, the questions, the names of codes. Sentences with holes (amounts, counts) stay
out, because only a voice can read those. Development only; nothing at run time imports this. A voice made by AI has to
be recognisable as such: the panel that plays the prompts says so.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from chalicelib.assess.questions import ASKS
from chalicelib.law import law_as_of
from chalicelib.rules.text import say

BOOTH = Path(__file__).resolve().parent
GENERATED = ("codes", "person", "contacts")
VOICE = BOOTH / "voice"
TABLES = {"ko": ("ko", "plain", "codes", "person", "contacts"), "en": ("en", "en-questions", "en-codes")}
_ENTRY = re.compile(r'(?:"([^"]+)"|(\w+)): "((?:[^"\\]|\\.)*)"')
_NOT_SAID = ("name", "kind", "code", "fact", "pointer", "from", "to", "key", "phone")
"""Fields of the generated tables that hold names for programs and numbers, not words for people."""

Synthesize = Callable[[str, str, Path], None]
"""Called with the sentence, its language and the file to write."""


def questions(day: date) -> list[str]:
    """How the service asks on a day: some questions name a term of the law. Render anew when the law changes."""
    law = law_as_of(day)
    return [say(text, law) for text in ASKS.values()]


def sentences(lang: str) -> list[str]:
    """The fixed sentences of a language, in the order of the tables, each once."""
    found: dict[str, None] = dict.fromkeys(questions(date.today())) if lang == "ko" else {}
    for table in TABLES[lang]:
        source = (BOOTH / "js" / "words" / f"{table}.js").read_text(encoding="utf-8")
        for quoted, bare, text in _ENTRY.findall(source):
            said = json.loads(f'"{text}"')
            technical = (quoted or bare) in _NOT_SAID and said.isascii() and table in GENERATED
            if not technical and "{" not in said and re.search(r"\w", said):
                found[said] = None
    return list(found)


def command(template: str) -> Synthesize:
    """A synthesizer from a command line. Raises CalledProcessError when it fails."""
    words = shlex.split(template)

    def run(text: str, lang: str, out: Path) -> None:
        filled = [
            word.replace("{text}", text).replace("{lang}", lang).replace("{out}", str(out)) for word in words
        ]
        subprocess.run(filled, check=True, capture_output=True, timeout=120)  # noqa: S603 - the builder's own command

    return run


def render(synthesize: Synthesize, folder: Path = VOICE, suffix: str = ".wav") -> dict[str, dict[str, str]]:
    """Write every file that is missing and the manifest {lang: {sentence: file}}; answers the manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest: dict[str, dict[str, str]] = {}
    for lang in TABLES:
        manifest[lang] = {}
        for text in sentences(lang):
            name = f"{lang}-{hashlib.sha256(text.encode()).hexdigest()[:16]}{suffix}"
            if not (folder / name).exists():
                synthesize(text, lang, folder / name)
            manifest[lang][text] = name
    (folder / "manifest.json").write_text(
        json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    return manifest


if __name__ == "__main__":
    template = os.environ.get("BOOTH_SYNTHESIZER", "")
    if not template:
        sys.exit("Set BOOTH_SYNTHESIZER to a command with {text}, {lang} and {out}.")
    made = render(command(template), suffix=os.environ.get("BOOTH_VOICE_SUFFIX", ".wav"))
    print({lang: len(files) for lang, files in made.items()})
