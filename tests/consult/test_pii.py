"""Identifiers are taken out; help lines, amounts and dates of contracts stay. All identifiers here are made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.consult import pii

CAUGHT = [
    ("주민번호 900101-1234567이에요", "resident_number"), ("번호900101-1234567이에요", "resident_number"), ("9001011234567 입니다", "resident_number"),
    ("900101 - 1234567", "resident_number"), ("９００１０１－１２３４５６７", "resident_number"), ("900101–1234567", "resident_number"),
    ("90010\u200b1-1234567", "resident_number"), ("900101-1******", "resident_number"), ("외국인등록번호 850505-5123456", "foreigner_number"),
    ("카드번호4628-1234-5678-9012요", "card"), ("4628 1234 5678 9012", "card"), ("4628123456789012", "card"), ("3782-822463-10005", "card"),
    ("계좌 110-123-456789로 보냈어요", "account"), ("국민은행 12345678901234", "account"), ("농협 301-0123-4567-81", "account"),
    ("010-1234-5678", "phone"), ("01012345678로 전화", "phone"), ("+82 10 1234 5678", "phone"), ("010.1234.5678", "phone"), ("02-123-4567", "phone"),
    ("031-123-4567", "phone"), ("070-1234-5678", "phone"), ("hong@example.co.kr로 보내", "email"), ("면허 11-12-123456-12", "licence"),
    ("여권 M12345678", "passport"), ("M123A4567", "passport"), ("사업자번호 123-45-67890", "business_number"), ("사업자등록번호 1234567890", "business_number"),
    ("2024개회12345", "case_number"), ("2025하단 1234", "case_number"), ("2026타채567", "case_number"), ("2024차전1234호", "case_number"),
    ("서울시 강남구 테헤란로 152", "address"), ("경기도 수원시 팔달구 효원로 241", "address"), ("역삼동 123-45번지", "address"), ("101동 1203호", "address"),
    ("해운대로 570에 살아요", "address"), ("제 이름은 홍길동입니다", "name"), ("예금주 김철수", "name"), ("저는 김영희라고 합니다", "name"),
    ("박민수 씨가", "name"), ("이영희님", "name"), ("12가 3456", "plate"), ("1985년 3월 2일생", "birth_date"), ("생년월일 1990.01.02", "birth_date"),
    ("123456789012", "number"),
]  # fmt: skip
KEPT = [
    "1397에 전화했어요", "1600-5500", "1332 누르고 3번", "109", "1577-0199", "빚이 3000만원", "2026년 11월 22일", "2026-11-22", "별도로 10만원", "새로 3건",
    "연체 40일", "월급 2500000원", "채무가 120,000,000원", "1억 2천", "15,587,371원", "카드로 500 썼어요", "이자로 30 나가요", "저는 주부입니다", "저는 공무원입니다",
    "저는 한부모입니다", "고객님", "상담사님 연결", "하루에 7번", "2018-06-19 이전", "원금 1234567890원", "햇살론15 신청", "NICE 749점 KCB 700점",
    "30만원 빌리고 50만원", "월세로 50 내요", "+82-2-6337-2000", "02-735-8994", "2024년에 3000", "60개월 동안 30만원씩", "바로 3일 뒤", "채무자회생법 제579조",
    "2020년 5월 1일에 빌린", "50대 3000만원", "100주 2000원", "저는 이혼했고", "2007-08-07", "2024차 신청",
]  # fmt: skip


@pytest.mark.parametrize(("written", "kind"), CAUGHT)
def test_an_identifier_is_found_and_replaced(written: str, kind: str) -> None:
    assert kind in pii.kinds(written)
    assert pii.kinds(pii.redact(written).text) == []


@pytest.mark.parametrize("written", KEPT)
def test_an_ordinary_sentence_is_left_alone(written: str) -> None:
    assert pii.redact(written).text == written


def test_a_resident_number_without_valid_check_digit_is_one_all_the_same() -> None:
    for last in range(10):
        assert pii.kinds(f"900101-123456{last}") == ["resident_number"]


def test_the_same_value_gets_the_same_placeholder() -> None:
    assert (
        pii.redact("010-1234-5678이랑 010-9999-0000, 다시 010-1234-5678").text
        == "[전화1]이랑 [전화2], 다시 [전화1]"
    )


def test_outgoing_bytes_with_an_identifier_are_refused_by_kind_only() -> None:
    pii.assert_clean("개인회생은 1375에 물어보세요".encode())
    with pytest.raises(pii.PersonalData) as refused:
        pii.assert_clean("전화 010-1234-5678".encode())
    assert refused.value.kinds == ["phone"]
    assert "1234" not in str(refused.value)


@given(st.text(max_size=300))
def test_redacting_never_fails_and_leaves_nothing_to_find(written: str) -> None:
    assert pii.kinds(pii.redact(written).text) == []


@given(
    st.integers(0, 9999),
    st.integers(0, 9999),
    st.sampled_from(["-", " ", "", ".", "–"]),
    st.sampled_from(["이에요", "로", " ", "번", ""]),
)
def test_a_mobile_number_is_found_in_any_spelling(a: int, b: int, between: str, after: str) -> None:
    assert "phone" in pii.kinds(f"번호는010{between}{a:04}{between}{b:04}{after}")
