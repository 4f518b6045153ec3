// Written by chalicelib.booth.generate from the shapes of a person. Do not edit.

export const CODES = {
  "debt_kinds": {
    "credit_loan": "신용대출",
    "card": "신용카드 대금",
    "cash_service": "현금서비스",
    "card_loan": "카드론",
    "policy_loan": "보험계약대출",
    "mortgage": "주택담보대출",
    "lease_deposit_loan": "전세자금대출",
    "vehicle_loan": "자동차 할부·대출",
    "business_loan": "사업자대출",
    "guarantee": "보증채무",
    "student_loan": "학자금대출",
    "telecom": "통신요금",
    "utility": "전기·가스 요금",
    "tax": "세금",
    "social_insurance": "건강보험·국민연금 보험료",
    "fine": "벌금·과태료",
    "support": "양육비·부양료",
    "damages": "손해배상",
    "private": "개인 간 빚"
  },
  "creditors": {
    "bank": "은행",
    "savings_bank": "저축은행",
    "mutual": "신협·새마을금고·농수협",
    "card": "카드사",
    "capital": "캐피탈",
    "insurer": "보험사",
    "registered_lender": "등록 대부업체",
    "debt_buyer": "채권 매입 회사",
    "public_fund": "공공기금·보증기관",
    "telecom": "통신사",
    "state": "국가·지자체·공단",
    "individual": "개인",
    "unregistered_lender": "미등록 불법사금융"
  },
  "asset_kinds": {
    "lease_deposit": "임차보증금",
    "home": "주택",
    "land": "토지",
    "vehicle": "자동차",
    "savings": "예금·적금",
    "insurance": "보험 해약환급금",
    "retirement": "퇴직금·퇴직연금",
    "securities": "주식·가상자산",
    "business": "사업 자산",
    "other": "그 밖의 재산"
  }
};

export const RECORDS = {
  "living_cost": [
    {
      "name": "total",
      "label": "생활비 전체",
      "kind": "won"
    },
    {
      "name": "food",
      "label": "식비",
      "kind": "won"
    },
    {
      "name": "rent",
      "label": "월세",
      "kind": "won"
    },
    {
      "name": "utilities",
      "label": "공과금",
      "kind": "won"
    },
    {
      "name": "telecom",
      "label": "통신비",
      "kind": "won"
    },
    {
      "name": "medical",
      "label": "의료비",
      "kind": "won"
    },
    {
      "name": "education",
      "label": "교육비",
      "kind": "won"
    },
    {
      "name": "transport",
      "label": "교통비",
      "kind": "won"
    },
    {
      "name": "insurance",
      "label": "보험료",
      "kind": "won"
    },
    {
      "name": "other",
      "label": "그 밖의 지출",
      "kind": "won"
    }
  ],
  "business": [
    {
      "name": "opened_on",
      "label": "개업일",
      "kind": "date"
    },
    {
      "name": "closed_on",
      "label": "폐업일",
      "kind": "date"
    },
    {
      "name": "years_active",
      "label": "사업한 햇수",
      "kind": "count"
    },
    {
      "name": "excluded_trade",
      "label": "부동산 임대·매매, 도박·사행, 유흥, 전문직, 금융업인지",
      "kind": "bool"
    }
  ],
  "credit": [
    {
      "name": "nice_score",
      "label": "NICE 신용점수",
      "kind": "count"
    },
    {
      "name": "kcb_score",
      "label": "KCB 신용점수",
      "kind": "count"
    },
    {
      "name": "short_delinquencies_6m",
      "label": "여섯 달 안의 5일 이상 연체 횟수",
      "kind": "count"
    }
  ],
  "history": [
    {
      "name": "bankruptcy_discharged_on",
      "label": "파산 면책이 확정된 날",
      "kind": "date"
    },
    {
      "name": "rehabilitation_discharged_on",
      "label": "개인회생 면책이 확정된 날",
      "kind": "date"
    },
    {
      "name": "rehabilitation_dismissed_on",
      "label": "개인회생이 기각·폐지된 날",
      "kind": "date"
    },
    {
      "name": "ccrs_plan",
      "label": "신용회복위원회 채무조정 이력",
      "kind": "code",
      "options": [
        {
          "code": "none",
          "label": "없음"
        },
        {
          "code": "in_progress",
          "label": "심사 중"
        },
        {
          "code": "paying",
          "label": "상환 중"
        },
        {
          "code": "completed",
          "label": "완제"
        },
        {
          "code": "lapsed",
          "label": "실효"
        }
      ]
    },
    {
      "name": "ccrs_lapsed_on",
      "label": "신용회복위원회 채무조정이 실효된 날",
      "kind": "date"
    },
    {
      "name": "ccrs_plan_months",
      "label": "신용회복위원회 채무조정의 전체 회차",
      "kind": "count"
    },
    {
      "name": "ccrs_paid_months",
      "label": "지금까지 낸 회차",
      "kind": "count"
    },
    {
      "name": "ccrs_missed",
      "label": "밀린 회차",
      "kind": "count"
    },
    {
      "name": "open_procedure",
      "label": "지금 진행 중인 절차",
      "kind": "code",
      "options": [
        {
          "code": "none",
          "label": "없음"
        },
        {
          "code": "rehabilitation",
          "label": "개인회생"
        },
        {
          "code": "bankruptcy",
          "label": "개인파산"
        },
        {
          "code": "new_start_fund",
          "label": "새출발기금"
        }
      ]
    },
    {
      "name": "none_before",
      "label": "지난 절차가 하나도 없는지",
      "kind": "bool"
    }
  ]
};
