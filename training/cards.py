"""Texts, intended use and what-ifs of the two cards that ship. The numbers come from `training.fit`."""

from __future__ import annotations

from typing import Any

VERSION = "2026.11"

# Words of the cards: `title` names the fact, `special` says what its special value means.
APPLICATION: dict[str, Any] = {
    "id": f"application-{VERSION}",
    "kind": "application",
    "title": {"ko": "신청 점수표", "en": "Application scorecard"},
    "target": {
        "ko": "빌린 뒤 약속대로 갚지 못한 경우(자료의 정의)",
        "en": "default as the data set defines it",
    },
    "use": {
        "ko": "상담에서 지금 상황을 이해하고 무엇을 바꾸면 나아지는지 보여 주는 데 씁니다.",
        "en": "Self-understanding in counselling. Not for approving, refusing or pricing anybody without a person.",
    },
    "limits": {
        "ko": [
            "미국에서 쓰는 형식의 공개 자료(모의로 만든 자료일 가능성이 큼)로 만들었고, 한국의 연체 결과는 본 적이 없습니다.",
            "소득은 1인 가구 기준 중위소득의 배수로 바꾸어 견줍니다. 자료의 중앙값과 같은 자리라는 가정이 들어 있습니다.",
            "전세·가족 집·기타 주거는 자료에 없어 주거를 모르는 사람과 같은 표로 계산합니다.",
        ],
        "en": [
            "Rests on a public, probably simulated, US-style data set; it has not seen Korean outcomes.",
            "Income is read as a multiple of the one-person median income; the data's median is assumed to sit there.",
            "Lease deposit, family home and other homes are not in the data; they use the card that knows no home.",
        ],
    },
    "reasons": {
        "loan_to_income": {
            "title": "소득에 견준 대출금",
            "ko": "신청한 대출금이 한 해 소득에 견주어 큽니다.",
            "en": "The loan is large against a year's income.",
            "advice": "대출금을 줄이면 점수가 달라집니다.",
            "kind": "debt",
            "change": {"direction": "down", "effort": 2},
        },
        "income_multiple": {
            "title": "한 해 소득",
            "ko": "한 해 소득이 견주는 자료의 보통 수준보다 적습니다.",
            "en": "Yearly income is below the usual level of the data.",
            "kind": "income",
            "change": None,
        },
        "employment_years": {
            "title": "지금 일을 한 기간",
            "ko": "지금 일을 한 기간이 길지 않습니다.",
            "en": "Few years in the present work.",
            "advice": "같은 일을 이어 가면 시간이 지나면서 나아집니다.",
            "kind": "work",
            "change": {"direction": "up", "effort": 5},
        },
        "defaulted_before": {
            "title": "전에 갚지 못한 적",
            "ko": "전에 약속한 날에 갚지 못한 기록이 있습니다.",
            "en": "An earlier default is on file.",
            "kind": "history",
            "change": None,
        },
        "loan_purpose": {
            "title": "대출 용도",
            "ko": "자료에서 이 용도의 대출은 갚지 못한 경우가 더 많았습니다.",
            "en": "Loans for this purpose went unpaid more often in the data.",
            "kind": "loan",
            "change": None,
        },
    },
    "what_if": [
        {"id": "no_earlier_default", "ko": "전에 밀린 기록이 없다면", "set": {"defaulted_before": "no"}},
        {"id": "half_loan", "ko": "신청 금액이 절반이라면", "scale": {"loan_to_income": 0.5}},
    ],
}

BEHAVIOUR: dict[str, Any] = {
    "id": f"behaviour-{VERSION}",
    "kind": "behaviour",
    "title": {"ko": "거래 점수표", "en": "Behaviour scorecard"},
    "target": {
        "ko": "다음 달에 카드 대금을 갚지 못한 경우(자료의 정의)",
        "en": "default next month as the data set defines it",
    },
    "use": APPLICATION["use"],
    "limits": {
        "ko": [
            "2005년 대만 카드 이용자의 공개 자료로 만들었고, 한국의 연체 결과는 본 적이 없습니다.",
            "최근 여섯 달까지만 봅니다. 이자와 수수료는 자료에 따로 나뉘어 있지 않습니다.",
            "한도는 금융회사의 한도 중앙값에 대한 배수입니다. 그 값을 모르면 점수에 넣지 않습니다.",
        ],
        "en": [
            "Rests on card clients in Taiwan, 2005; it has not seen Korean outcomes.",
            "Looks at six months at most; interest and fees are not separate in the data.",
            "The limit is a multiple of the lender's median limit; where that is unknown it does not count.",
        ],
    },
    "reasons": {
        "late_now": {
            "title": "지금 밀린 날",
            "ko": "지금 밀려 있는 달이 있습니다.",
            "en": "A payment is late now.",
            "advice": "밀린 금액을 갚으면 점수가 달라집니다.",
            "kind": "history",
            "change": {"direction": "down", "effort": 2},
        },
        "worst_before": {
            "title": "지난 연체의 길이",
            "ko": "지난 몇 달 사이에 길게 밀린 적이 있습니다.",
            "en": "A longer arrears in the last months.",
            "advice": "여섯 달이 지나면 이 점수표에서 보지 않습니다.",
            "kind": "history",
            "change": {"direction": "down", "effort": 5},
        },
        "months_late": {
            "title": "밀린 달의 수",
            "ko": "여섯 달 가운데 밀린 달이 여러 번 있습니다.",
            "en": "Several late months out of six.",
            "advice": "제날짜에 내는 달이 쌓이면 나아집니다.",
            "kind": "history",
            "change": {"direction": "down", "effort": 4},
        },
        "months_unpaid": {
            "title": "한 푼도 내지 못한 달",
            "ko": "청구된 금액을 한 푼도 내지 못한 달이 있습니다.",
            "en": "Months in which nothing was paid against a statement.",
            "advice": "적은 금액이라도 달마다 내는 것이 낫습니다.",
            "kind": "history",
            "change": {"direction": "down", "effort": 3},
        },
        "paid_of_limit": {
            "title": "한도에 견준 갚은 돈",
            "ko": "한도에 견주어 다달이 갚은 돈이 적습니다.",
            "en": "Small monthly payments against the limit.",
            "advice": "다달이 갚는 돈을 늘리면 점수가 달라집니다.",
            "kind": "debt",
            "change": {"direction": "up", "effort": 2},
        },
        "paid_share": {
            "title": "청구된 금액 가운데 갚은 몫",
            "ko": "청구된 금액 가운데 갚은 몫이 적습니다.",
            "en": "A small share of the statements was paid.",
            "special": "청구된 금액이 없는 기간입니다.",
            "advice": "청구된 금액을 더 많이 갚으면 점수가 달라집니다.",
            "kind": "debt",
            "change": {"direction": "up", "effort": 2},
        },
        "utilisation": {
            "title": "한도에 견준 쓰는 금액",
            "ko": "한도에 견주어 쓰고 있는 금액이 큽니다.",
            "en": "High use of the limit.",
            "advice": "남은 빚을 줄이면 점수가 달라집니다.",
            "kind": "debt",
            "change": {"direction": "down", "effort": 2},
        },
        "limit_multiple": {
            "title": "이용 한도",
            "ko": "이용 한도가 그 금융회사의 보통 수준보다 작습니다.",
            "en": "The limit is below the lender's usual one.",
            "kind": "length",
            "change": None,
        },
    },
    "what_if": [
        {
            "id": "no_arrears",
            "ko": "최근 여섯 달 연체가 0건이면",
            "set": {"worst_6m": 0, "late_now": 0, "worst_before": 0, "months_late": 0, "months_unpaid": 0},
        },
        {"id": "arrears_cleared_now", "ko": "지금 밀린 금액을 모두 갚으면", "set": {"late_now": 0}},
    ],
}

COMMON = {
    "notice": {
        "ko": "이 점수는 신용평가회사의 신용점수가 아니며, 한국의 결과로 확인되지 않은 추정입니다.",
        "en": "Not a bureau score; an estimate that has not been checked against Korean outcomes.",
    },
    "saw_korean_outcomes": False,
}
