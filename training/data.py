"""Reads the public data sets by path, checks that they are the files the cards were built on, and says where to get them.

The folder is ``DASIBOM_DATA`` or ``../shared/data`` beside the project. Only training, its tests and the bench read it.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parent.parent

FILES = {
    "german_credit": (
        "german_credit/german_credit.csv",
        "2652bec68d608012c139b14e5bb3596dde8eaf39c43996a2f36bb6d814830acf",
        "UCI 'South German Credit' (id 573, Groemping 2019)",
    ),
    "credit_risk": (
        "credit_risk/credit_risk.csv",
        "d26c4afd39a2e10ffcc7461834f8bad6daaecbbdc162cff497c59d9f5cc742c0",
        "Kaggle 'Credit Risk Dataset' (laotse)",
    ),
    "taiwan_default": (
        "taiwan_default/taiwan_default.csv",
        "1be155d28e0b86b681b496ca72d9b39312c8b3a124e67e483651eab446c98577",
        "UCI 'Default of Credit Card Clients' (id 350, Yeh and Lien 2009)",
    ),
    "card_approval": (
        "card_approval/applications.csv",
        "3876f37e45a38d68c766cf8d065d311973553fee90a349d4af6fef50017d2272",
        "Kaggle 'Credit Card Approval Prediction' (rikdifos)",
    ),
    "card_months": (
        "card_approval/months.csv.gz",
        "026487bec68778178289a1dc242f1cac3182b2acb9cf5553179e4203e2765351",
        "Kaggle 'Credit Card Approval Prediction' (rikdifos)",
    ),
}


class DataMissing(Exception):
    """A data set is absent or is not the file that the cards rest on; the message says where to get it."""


def folder() -> Path:
    """The folder of the data sets: ``DASIBOM_DATA`` or ``shared/data`` beside the project."""
    return Path(os.environ.get("DASIBOM_DATA") or ROOT.parent / "shared" / "data")


def sha256(name: str) -> str:
    """The hash that the file of this data set must have."""
    return FILES[name][1]


def available(name: str) -> bool:
    """Whether the file of this data set is there (its hash is checked on reading)."""
    return (folder() / FILES[name][0]).is_file()


def load(name: str) -> pd.DataFrame:
    """Read one data set after checking its hash. Raises DataMissing with the place to get it from."""
    relative, expected, origin = FILES[name]
    path = folder() / relative
    if not path.is_file():
        raise DataMissing(
            f"data set {name!r} is not at {relative!r} under the data folder. Get it from {origin}, "
            "prepare it as its README says, or set DASIBOM_DATA to the folder that holds it."
        )
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != expected:
        raise DataMissing(
            f"data set {name!r}: sha256 {found} is not {expected}; the cards rest on the latter ({origin})"
        )
    return pd.read_csv(path)
