"""What there is to see: dialogues, the chaos table, the proof of one answer. Run: python -m evals.show."""

from __future__ import annotations

import json
import sys
from datetime import date

from chalicelib.consult import pipeline
from chalicelib.consult.context import Context, Turn
from chalicelib.consult.llm import OpenAiModel, Settings
from chalicelib.consult.proof import proof

from . import dialogues

QUESTION = "개인회생은 몇 년 동안 갚나요"


def conversations() -> None:
    for dialogue in dialogues.load()[:14]:
        print(f"\n## {dialogue['name']}")
        for wanted, made in dialogues.play(dialogue):
            print(f"사람: {wanted['user']}\n안내({made.reply['status']}): {made.reply['text']}")


def _ask(model: OpenAiModel | None) -> Turn:
    context = Context(
        as_of=date(2026, 11, 24), now=dialogues.NOW, new_id=lambda: "m1", model=model, seconds=2.5
    )
    return pipeline.turn(QUESTION, context)


def chaos() -> Turn:
    from tests.consult.fake_llm import CONTENT, FAILING, Fake

    alone = _ask(None).reply["text"]
    last = _ask(None)
    print(f"\n{'server':14}{'status':30}{'ms':>6}  same as the library")
    for scenario in (*FAILING, *(s for s in CONTENT if s not in FAILING)):
        with Fake(scenario) as fake:
            made = _ask(OpenAiModel(Settings(api_key="test", base_url=fake.base_url, model="fake")))
        spent = (made.record["model"] or {}).get("milliseconds", 0)
        print(f"{scenario:14}{made.reply['status']:30}{spent:6}  {made.reply['text'] == alone}")
        if scenario == "one_bad":
            last = made
    return last


def main() -> int:
    conversations()
    answer = chaos()
    print("\n## proof of an answer whose second half a model invented")
    print(json.dumps(proof(answer.record), ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
