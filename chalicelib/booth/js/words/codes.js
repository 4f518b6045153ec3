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
