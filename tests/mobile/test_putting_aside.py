"""Questions that a person puts aside make room for the ones behind them, until none is left."""

from __future__ import annotations

import pytest

from tests.web.support import Visitor


def asked(visitor: Visitor, skip: list[str]) -> list[str]:
    query = f"?skip={','.join(skip)}" if skip else ""
    return [one["pointer"] for one in visitor.ask("GET", f"/person{query}").json["next_questions"]]


def test_who_puts_every_question_aside_has_been_asked_them_all(visitor: Visitor) -> None:
    aside: list[str] = []
    while more := asked(visitor, aside):
        assert not set(more) & set(aside)
        aside += more
    assert len(aside) > 8, "more than one page of questions"
    assert len(aside) == len(set(aside))


def test_putting_aside_changes_no_order_and_holds_for_changes_too(visitor: Visitor) -> None:
    first, *rest = asked(visitor, [])
    assert asked(visitor, [first])[: len(rest)] == rest
    tag = visitor.ask("GET", "/person").headers["ETag"]
    reply = visitor.ask("PATCH", f"/person?skip={first}", {"age": 45}, If_Match=tag)
    assert reply.status == 200
    assert first not in [one["pointer"] for one in reply.json["next_questions"]]
    assert first in asked(visitor, []), "nothing of it is stored"


def test_a_question_of_one_debt_is_put_aside_by_its_own_pointer(visitor: Visitor) -> None:
    visitor.tell(
        {"debts": [{"kind": "card", "principal": 5_000_000}, {"kind": "card", "principal": 7_000_000}]}
    )
    assert {"/debts/0/creditor", "/debts/1/creditor"} <= set(asked(visitor, []))
    left = asked(visitor, ["/debts/0/creditor"])
    assert "/debts/0/creditor" not in left
    assert "/debts/1/creditor" in left


@pytest.mark.parametrize("odd", ["age", "/age,", "/나이", "/" + "a" * 6001, "//age"])
def test_what_is_no_list_of_pointers_is_refused(visitor: Visitor, odd: str) -> None:
    from urllib.parse import quote

    reply = visitor.ask("GET", f"/person?skip={quote(odd, safe='/,')}")
    assert reply.status == 422
    assert reply.codes[0][0] == "/skip"
