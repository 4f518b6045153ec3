// Written by chalicelib.booth.generate from the shapes of a person. Do not edit.

export const FACTS = [
  {
    "fact": "age",
    "pointer": "/age",
    "asks": "만 나이",
    "kind": "count"
  },
  {
    "fact": "household_size",
    "pointer": "/household_size",
    "asks": "가구원 수(본인 포함)",
    "kind": "count"
  },
  {
    "fact": "dependants",
    "pointer": "/dependants",
    "asks": "부양가족 수(본인 제외)",
    "kind": "count"
  },
  {
    "fact": "minor_children",
    "pointer": "/minor_children",
    "asks": "미성년 자녀 수",
    "kind": "count"
  },
  {
    "fact": "region",
    "pointer": "/region",
    "asks": "사는 지역",
    "kind": "code",
    "options": [
      {
        "code": "seoul",
        "label": "서울특별시"
      },
      {
        "code": "overcrowded",
        "label": "과밀억제권역·세종·용인·화성·김포"
      },
      {
        "code": "metropolitan",
        "label": "광역시·안산·광주·파주·이천·평택"
      },
      {
        "code": "other",
        "label": "그 밖의 지역"
      }
    ]
  },
  {
    "fact": "court_region",
    "pointer": "/court_region",
    "asks": "관할 법원 지역",
    "kind": "text"
  },
  {
    "fact": "employment",
    "pointer": "/employment",
    "asks": "일하는 형태",
    "kind": "code",
    "options": [
      {
        "code": "employee",
        "label": "직장인"
      },
      {
        "code": "self_employed",
        "label": "자영업자"
      },
      {
        "code": "freelancer",
        "label": "프리랜서"
      },
      {
        "code": "daily",
        "label": "일용직"
      },
      {
        "code": "pensioner",
        "label": "연금 생활자"
      },
      {
        "code": "unemployed",
        "label": "구직 중"
      },
      {
        "code": "closed_business",
        "label": "폐업"
      },
      {
        "code": "homemaker",
        "label": "주부"
      },
      {
        "code": "student",
        "label": "학생"
      },
      {
        "code": "soldier",
        "label": "군인"
      }
    ]
  },
  {
    "fact": "monthly_income",
    "pointer": "/monthly_income",
    "asks": "한 달 실수령 소득(1년 평균)",
    "kind": "won"
  },
  {
    "fact": "income_regular",
    "pointer": "/income_regular",
    "asks": "소득이 앞으로도 계속되는지",
    "kind": "bool"
  },
  {
    "fact": "spouse_monthly_income",
    "pointer": "/spouse_monthly_income",
    "asks": "배우자의 한 달 실수령 소득",
    "kind": "won"
  },
  {
    "fact": "living_cost",
    "pointer": "/living_cost",
    "asks": "한 달 생활비",
    "kind": "record"
  },
  {
    "fact": "debts",
    "pointer": "/debts",
    "asks": "빚 목록",
    "kind": "debts"
  },
  {
    "fact": "assets",
    "pointer": "/assets",
    "asks": "재산 목록",
    "kind": "assets"
  },
  {
    "fact": "statuses",
    "pointer": "/statuses",
    "asks": "해당하는 상황",
    "kind": "codes",
    "options": [
      {
        "code": "basic_livelihood",
        "label": "기초생활수급자"
      },
      {
        "code": "near_poverty",
        "label": "차상위계층"
      },
      {
        "code": "severe_disability",
        "label": "중증장애인"
      },
      {
        "code": "disability",
        "label": "장애인"
      },
      {
        "code": "single_parent",
        "label": "한부모가족"
      },
      {
        "code": "multi_child",
        "label": "다자녀 가구"
      },
      {
        "code": "veteran",
        "label": "국가유공자·보훈대상자"
      },
      {
        "code": "defector",
        "label": "북한이탈주민"
      },
      {
        "code": "lease_fraud_victim",
        "label": "전세사기피해자"
      },
      {
        "code": "disaster_victim",
        "label": "재난 피해자"
      },
      {
        "code": "settled_foreigner",
        "label": "정착 외국인(F-5·결혼이민·난민)"
      },
      {
        "code": "foreigner",
        "label": "그 밖의 외국인"
      },
      {
        "code": "pregnant",
        "label": "임신 중"
      },
      {
        "code": "youth_care_leaver",
        "label": "자립준비청년"
      },
      {
        "code": "grandparent_family",
        "label": "조손가족"
      },
      {
        "code": "patriot_family",
        "label": "국가유공자 유족·가족"
      }
    ]
  },
  {
    "fact": "hardships",
    "pointer": "/hardships",
    "asks": "겪은 어려움",
    "kind": "codes",
    "options": [
      {
        "code": "job_loss",
        "label": "실직"
      },
      {
        "code": "closed_business",
        "label": "폐업"
      },
      {
        "code": "income_drop",
        "label": "소득 감소"
      },
      {
        "code": "long_illness",
        "label": "오랜 질병·입원"
      },
      {
        "code": "divorce",
        "label": "이혼"
      },
      {
        "code": "bereavement",
        "label": "가족 사별"
      },
      {
        "code": "lease_fraud",
        "label": "전세사기"
      },
      {
        "code": "voice_phishing",
        "label": "보이스피싱"
      },
      {
        "code": "illegal_lending",
        "label": "불법사금융 피해"
      },
      {
        "code": "unpaid_leave",
        "label": "무급휴직"
      },
      {
        "code": "disaster",
        "label": "재난"
      }
    ]
  },
  {
    "fact": "business",
    "pointer": "/business",
    "asks": "사업",
    "kind": "record"
  },
  {
    "fact": "credit",
    "pointer": "/credit",
    "asks": "신용",
    "kind": "record"
  },
  {
    "fact": "new_debt_6m",
    "pointer": "/new_debt_6m",
    "asks": "최근 여섯 달에 새로 빌린 원금",
    "kind": "won"
  },
  {
    "fact": "history",
    "pointer": "/history",
    "asks": "지난 절차",
    "kind": "record"
  },
  {
    "fact": "legal_actions",
    "pointer": "/legal_actions",
    "asks": "받고 있는 법적 조치",
    "kind": "codes",
    "options": [
      {
        "code": "payment_order",
        "label": "지급명령"
      },
      {
        "code": "lawsuit",
        "label": "소송"
      },
      {
        "code": "wage_seizure",
        "label": "급여 압류"
      },
      {
        "code": "account_seizure",
        "label": "통장 압류"
      },
      {
        "code": "provisional_seizure",
        "label": "가압류"
      },
      {
        "code": "auction",
        "label": "경매"
      }
    ]
  },
  {
    "fact": "keeps_home",
    "pointer": "/keeps_home",
    "asks": "집을 지키고 싶은지",
    "kind": "bool"
  },
  {
    "fact": "causes",
    "pointer": "/causes",
    "asks": "빚이 생긴 까닭",
    "kind": "codes",
    "options": [
      {
        "code": "living",
        "label": "생활비"
      },
      {
        "code": "medical",
        "label": "의료비"
      },
      {
        "code": "business",
        "label": "사업"
      },
      {
        "code": "gambling",
        "label": "도박"
      },
      {
        "code": "speculation",
        "label": "투기·주식·가상자산"
      },
      {
        "code": "fraud_victim",
        "label": "사기 피해"
      },
      {
        "code": "guarantee",
        "label": "보증"
      },
      {
        "code": "education",
        "label": "교육비"
      },
      {
        "code": "housing",
        "label": "주거비"
      }
    ]
  },
  {
    "fact": "transfers_2y",
    "pointer": "/transfers_2y",
    "asks": "2년 안에 재산을 넘기거나 판 일이 있는지",
    "kind": "bool"
  },
  {
    "fact": "occupation_barred",
    "pointer": "/occupation_barred",
    "asks": "파산하면 자격이 제한되는 직업인지",
    "kind": "bool"
  }
];

export const ITEMS = {
  "debts": [
    {
      "name": "kind",
      "label": "빚의 종류",
      "kind": "code",
      "options": [
        {
          "code": "credit_loan",
          "label": "신용대출"
        },
        {
          "code": "card",
          "label": "신용카드 대금"
        },
        {
          "code": "cash_service",
          "label": "현금서비스"
        },
        {
          "code": "card_loan",
          "label": "카드론"
        },
        {
          "code": "policy_loan",
          "label": "보험계약대출"
        },
        {
          "code": "mortgage",
          "label": "주택담보대출"
        },
        {
          "code": "lease_deposit_loan",
          "label": "전세자금대출"
        },
        {
          "code": "vehicle_loan",
          "label": "자동차 할부·대출"
        },
        {
          "code": "business_loan",
          "label": "사업자대출"
        },
        {
          "code": "guarantee",
          "label": "보증채무"
        },
        {
          "code": "student_loan",
          "label": "학자금대출"
        },
        {
          "code": "telecom",
          "label": "통신요금"
        },
        {
          "code": "utility",
          "label": "전기·가스 요금"
        },
        {
          "code": "tax",
          "label": "세금"
        },
        {
          "code": "social_insurance",
          "label": "건강보험·국민연금 보험료"
        },
        {
          "code": "fine",
          "label": "벌금·과태료"
        },
        {
          "code": "support",
          "label": "양육비·부양료"
        },
        {
          "code": "damages",
          "label": "손해배상"
        },
        {
          "code": "private",
          "label": "개인 간 빚"
        }
      ]
    },
    {
      "name": "creditor",
      "label": "누구에게 진 빚인지",
      "kind": "code",
      "options": [
        {
          "code": "bank",
          "label": "은행"
        },
        {
          "code": "savings_bank",
          "label": "저축은행"
        },
        {
          "code": "mutual",
          "label": "신협·새마을금고·농수협"
        },
        {
          "code": "card",
          "label": "카드사"
        },
        {
          "code": "capital",
          "label": "캐피탈"
        },
        {
          "code": "insurer",
          "label": "보험사"
        },
        {
          "code": "registered_lender",
          "label": "등록 대부업체"
        },
        {
          "code": "debt_buyer",
          "label": "채권 매입 회사"
        },
        {
          "code": "public_fund",
          "label": "공공기금·보증기관"
        },
        {
          "code": "telecom",
          "label": "통신사"
        },
        {
          "code": "state",
          "label": "국가·지자체·공단"
        },
        {
          "code": "individual",
          "label": "개인"
        },
        {
          "code": "unregistered_lender",
          "label": "미등록 불법사금융"
        }
      ]
    },
    {
      "name": "ccrs_member",
      "label": "신용회복지원협약 가입 기관인지",
      "kind": "bool"
    },
    {
      "name": "principal",
      "label": "원금",
      "kind": "won"
    },
    {
      "name": "interest_due",
      "label": "밀린 이자",
      "kind": "won"
    },
    {
      "name": "annual_rate",
      "label": "약정 이율",
      "kind": "rate"
    },
    {
      "name": "monthly_payment",
      "label": "매달 내는 돈",
      "kind": "won"
    },
    {
      "name": "remaining_months",
      "label": "남은 개월 수",
      "kind": "count"
    },
    {
      "name": "days_overdue",
      "label": "밀린 날수",
      "kind": "count"
    },
    {
      "name": "opened_on",
      "label": "빌린 날",
      "kind": "date"
    },
    {
      "name": "last_paid_on",
      "label": "마지막으로 갚은 날",
      "kind": "date"
    },
    {
      "name": "matures_on",
      "label": "만기일",
      "kind": "date"
    },
    {
      "name": "collateral_value",
      "label": "담보 가치",
      "kind": "won"
    },
    {
      "name": "lien_rank_amount",
      "label": "앞선 순위의 담보 금액",
      "kind": "won"
    },
    {
      "name": "guarantor",
      "label": "보증인이 있는지",
      "kind": "bool"
    },
    {
      "name": "guaranteed_for_other",
      "label": "다른 사람의 빚을 보증한 것인지",
      "kind": "bool"
    },
    {
      "name": "written_off",
      "label": "상각 채권인지",
      "kind": "bool"
    },
    {
      "name": "written_off_on",
      "label": "상각한 날",
      "kind": "date"
    },
    {
      "name": "judgment_on",
      "label": "판결·지급명령이 확정된 날",
      "kind": "date"
    },
    {
      "name": "payment_order_received_on",
      "label": "지급명령을 받은 날",
      "kind": "date"
    },
    {
      "name": "coercive_contract",
      "label": "협박·성착취 등 반사회적 계약인지",
      "kind": "bool"
    }
  ],
  "assets": [
    {
      "name": "kind",
      "label": "재산의 종류",
      "kind": "code",
      "options": [
        {
          "code": "lease_deposit",
          "label": "임차보증금"
        },
        {
          "code": "home",
          "label": "주택"
        },
        {
          "code": "land",
          "label": "토지"
        },
        {
          "code": "vehicle",
          "label": "자동차"
        },
        {
          "code": "savings",
          "label": "예금·적금"
        },
        {
          "code": "insurance",
          "label": "보험 해약환급금"
        },
        {
          "code": "retirement",
          "label": "퇴직금·퇴직연금"
        },
        {
          "code": "securities",
          "label": "주식·가상자산"
        },
        {
          "code": "business",
          "label": "사업 자산"
        },
        {
          "code": "other",
          "label": "그 밖의 재산"
        }
      ]
    },
    {
      "name": "value",
      "label": "시세",
      "kind": "won"
    },
    {
      "name": "loan_balance",
      "label": "이 재산에 걸린 대출 잔액",
      "kind": "won"
    },
    {
      "name": "lived_in",
      "label": "지금 살고 있는 집인지",
      "kind": "bool"
    },
    {
      "name": "shared",
      "label": "다른 사람과 함께 가진 것인지",
      "kind": "bool"
    },
    {
      "name": "note",
      "label": "메모",
      "kind": "text"
    }
  ]
};
