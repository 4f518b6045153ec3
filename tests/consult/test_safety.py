"""Danger is found in typos, loose letters and euphemism, and ordinary strain is not taken for it."""

from __future__ import annotations

import pytest

from chalicelib.consult import safety

NOW = [
    "죽고 싶어요",
    "그냥 죽을래요",
    "살기 싫다",
    "자살하면 빚 없어지나요",
    "자살 생각만 나요",
    "유서 썼어요",
    "한강 가려고요",
    "옥상이에요",
    "번개탄",
    "약 모아 놨어요",
    "목 매려고",
    "뛰어내리면",
    "오늘이 마지막이에요",
    "아이들이랑 같이 가려고",
    "가족 다 데리고 가야죠",
    "죽는 방법",
    "ㅈㅅ",
    "자해했어요",
    "손목 그었어요",
    "먼저 갑니다",
    "죽고 시퍼요",
    "주고싶다 진짜",
    "뛰어내릴까",
    "마감하려구요",
    "쥭고싶다",
    "죽고십다",
    "wnrrhtlvek",
    "죽 고 싶 다",
    "ㅈㅜㄱ고싶어",
    "듁고싶어요",
    "죽구싶어",
    "살기시러",
    "죽고싶단 생각밖에",
    "자 살 하고 싶다",
    "i want to die",
]
HINTS = [
    "다 끝내고 싶어요",
    "사라지고 싶다",
    "내가 없어지는 게 낫겠죠",
    "보험금이면 빚 갚을 수 있나요",
    "제가 죽으면 빚은 누가 갚나요",
    "더는 못 버티겠어요",
    "눈 뜨기가 싫어요",
    "잠 안 자고 약만 먹어요",
    "정리하려고요",
    "그동안 감사했습니다",
    "이제 다 소용없어요",
    "아무 희망이 없어요",
    "애들한테 미안하다",
    "통장 비밀번호 남겨 놨어요",
    "빚이 대물림될까봐 제가 먼저…",
    "살 이유가 없네",
    "이번 생은 망했어요",
]
ORDINARY = [
    "빚 때문에 죽겠다",
    "힘들어 죽겠어요",
    "이자가 사람 잡네",
    "회사 망해서 죽을 맛",
    "한강으로 이사했는데 주소 변경",
    "사망하면 빚 상속되나요",
    "엄마한테 말하면 죽어요",
    "이자 때문에 죽을 지경",
    "아버지가 돌아가셨어요",
    "원금 갚고 싶어요",
    "아이한테 용돈도 주고 싶은데",
    "유서 깊은 동네",
    "오늘이 마지막 납부일인가요",
    "신청 마감이 언제예요",
    "옥상 방수 공사비 빚",
    "개인회생 신청하고 싶어요",
    "보험 해지하면 빚 갚을 수 있나요",
    "채무 정리하려고요 개인회생",
    "연체 이력 사라지나요",
    "보증금 돌려받고 싶어요",
    "빚 다 갚고 끝내고 싶은데 방법이",
    "뭘 먹고 살죠",
    "회생 폐지되면 끝인가요",
    "추심 전화 받기 싫어요",
    "담보 대출 받고 싶어요",
    "여기 묵고 싶어요",
]


def test_the_targets_for_recall_and_false_alarms_are_met() -> None:
    found = [safety.look(said).level == 3 for said in NOW]
    hinted = [safety.look(said).level >= 2 for said in HINTS]
    alarms = [safety.look(said).level >= 2 for said in ORDINARY]
    assert sum(found) / len(found) >= 0.99
    assert sum(hinted) / len(hinted) >= 0.9
    assert sum(alarms) / len(alarms) <= 0.1


@pytest.mark.parametrize("said", NOW)
def test_an_explicit_word_of_death_is_level_three(said: str) -> None:
    assert safety.look(said).level == 3


@pytest.mark.parametrize("said", ORDINARY)
def test_strain_and_ordinary_words_ring_no_bell(said: str) -> None:
    assert safety.look(said).level < 2


@pytest.mark.parametrize(
    ("said", "flag"),
    [
        ("집 앞에 찾아와서 안 가요", "violence"), ("죽인다고 협박해요", "violence"), ("신체포기각서 쓰래요", "violence"), ("나체 사진 보내래요", "images"),
        ("방금 돈을 보냈어요 보이스피싱 같아요", "fraud_now"), ("앱 깔라고 해요", "scam"), ("안전계좌로 옮기래요", "scam"), ("보증료 먼저 입금하래요", "scam"),
        ("유심 넘기면 돈 준대요", "stop"), ("통장 빌려주면 하루 10만원", "stop"), ("작업대출 해준대요", "stop"), ("30/50으로 빌렸어요", "illegal_lending"),
        ("일수 쓰고 있어요", "illegal_lending"), ("지인 10명 번호 줬어요", "illegal_lending"), ("대리입금 수고비", "illegal_lending"),
    ],
)  # fmt: skip
def test_other_dangers_are_told_apart(said: str, flag: str) -> None:
    assert getattr(safety.look(said), flag)


@pytest.mark.parametrize("said", ["연체일수가 40일이에요", "개인회생 인가 뒤 변제금", "전세사기 당했어요"])
def test_words_that_only_look_like_a_scheme_are_not_one(said: str) -> None:
    danger = safety.look(said)
    assert not (danger.illegal_lending or danger.fraud_now or danger.violence or danger.stop)
