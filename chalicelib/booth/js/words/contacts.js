// Written by chalicelib.booth.generate from the dated law data. Do not edit.

export const CONTACTS = [
  {
    "key": "contact.suicide",
    "rows": [
      {
        "from": "2024-01-01",
        "to": null,
        "value": {
          "name": "자살예방 상담전화",
          "phone": "109"
        }
      }
    ]
  },
  {
    "key": "contact.police",
    "rows": [
      {
        "from": "2018-01-01",
        "to": null,
        "value": {
          "name": "경찰",
          "phone": "112"
        }
      }
    ]
  },
  {
    "key": "contact.ccrs",
    "rows": [
      {
        "from": "2026-10-03",
        "to": null,
        "value": {
          "name": "신용회복위원회",
          "phone": "1375"
        }
      },
      {
        "from": "2018-01-01",
        "to": "2026-10-02",
        "value": {
          "name": "신용회복위원회",
          "phone": "1600-5500"
        }
      }
    ]
  },
  {
    "key": "contact.finance_call",
    "rows": [
      {
        "from": "2020-01-01",
        "to": null,
        "value": {
          "name": "서민금융콜센터",
          "phone": "1397"
        }
      }
    ]
  },
  {
    "key": "contact.legal_aid",
    "rows": [
      {
        "from": "2018-01-01",
        "to": null,
        "value": {
          "name": "대한법률구조공단",
          "phone": "132"
        }
      }
    ]
  },
  {
    "key": "contact.fss",
    "rows": [
      {
        "from": "2025-04-01",
        "to": null,
        "value": {
          "name": "금융감독원",
          "phone": "1332"
        }
      },
      {
        "from": "2018-01-01",
        "to": "2025-03-31",
        "value": {
          "name": "금융감독원",
          "phone": "1332"
        }
      }
    ]
  }
];
