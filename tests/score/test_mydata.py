"""A MyData answer becomes entries; what cannot be read is named with its place."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.score.api import review_record
from chalicelib.score.mydata import entries
from chalicelib.shapes import Invalid


def test_loans_cards_arrears_and_public_records_become_entries_that_can_be_reviewed() -> None:
    found = entries(
        {
            "rsp_code": "00000",
            "loan_list": [
                {
                    "account_num": "1",
                    "org_name": "가나은행",
                    "balance_amt": "3000000",
                    "issue_date": "20200102",
                }
            ],
            "card_list": [
                {"card_name": "다라카드", "used_amt": 10, "limit_amt": "500", "issue_date": 20210304}
            ],
            "overdue_list": [
                {"overdue_amt": "80000", "due_date": "20261001", "long_yn": "N"},
                {"long_yn": "Y"},
            ],
            "public_list": [{"code": "1101", "start_date": "20260501"}],
        }
    )
    assert [e["kind"] for e in found] == [
        "account",
        "account",
        "short_arrears",
        "long_arrears",
        "public_record",
    ]
    assert found[0] == {
        "kind": "account",
        "holder": "가나은행",
        "amount": 3_000_000,
        "opened_on": date(2020, 1, 2),
    }
    reviewed = review_record(found, date(2026, 11, 24))
    assert [d["code"] for d in reviewed["doubts"]] == ["below_threshold"]


def test_every_fault_is_named_with_its_place() -> None:
    with pytest.raises(Invalid) as found:
        entries(
            {
                "debts": [],
                "card_list": {},
                "loan_list": [
                    {"issue_date": "20260230", "balance_amt": "-1", "colour": "x", "org_name": 5},
                    7,
                ],
                "overdue_list": [{"long_yn": "maybe", "overdue_amt": 10**18, "due_date": "１２３４５６７８"}],
            }
        )
    assert {f.pointer for f in found.value.faults} == {
        "/debts",
        "/card_list",
        "/loan_list/0/issue_date",
        "/loan_list/0/balance_amt",
        "/loan_list/0/colour",
        "/loan_list/0/org_name",
        "/loan_list/1",
        "/overdue_list/0/long_yn",
        "/overdue_list/0/overdue_amt",
        "/overdue_list/0/due_date",
    }


def test_what_is_no_object_is_refused() -> None:
    with pytest.raises(Invalid):
        entries([])
