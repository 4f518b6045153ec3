"""No secret in the repository or its history; every packaged part is pinned, listed and licensed."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from infra import audit, sbom

ROOT = Path(__file__).resolve().parents[2]
SECRET = (
    "(AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY|sk-[A-Za-z0-9]{32,}|gh[pousr]_[A-Za-z0-9]{36}"
    "|xox[baprs]-[0-9A-Za-z-]{20,}|AIza[0-9A-Za-z_-]{35}|eyJ[A-Za-z0-9_-]{20,}\\.eyJ[A-Za-z0-9_-]{20,}\\.[A-Za-z0-9_-]{20,})"
)


def git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def test_the_pattern_finds_what_it_is_for() -> None:
    for found in (
        "AKIA" + "A" * 16,
        "-----BEGIN RSA " + "PRIVATE KEY-----",
        "sk-" + "a1" * 20,
        "ghp_" + "a" * 36,
    ):
        assert re.search(SECRET, found)
    assert not re.search(SECRET, "sk-test or AKIA of nothing")


def test_no_file_holds_a_secret() -> None:
    assert git("grep", "-nIE", "-e", SECRET) == ""


def test_no_commit_ever_held_one() -> None:
    assert git("log", "--all", "--oneline", "-E", f"-G{SECRET}") == ""


def test_no_file_of_keys_or_settings_is_tracked() -> None:
    odd = re.compile(r"(^|/)(\.env(\..*)?|.*\.(pem|key|p12|pfx|jks)|credentials|staff-key|.*\.sqlite3.*)$")
    assert [name for name in git("ls-files").splitlines() if odd.search(name)] == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*.txt")), ids=lambda path: path.stem)
def test_every_requirement_is_pinned(path: Path) -> None:
    for line in path.read_text("utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text and not text.startswith("-r ") and not text.startswith("setuptools<"):
            assert re.fullmatch(r"[A-Za-z0-9_.\[\],-]+==[0-9][0-9A-Za-z.]*(;.*)?", text), text


def test_the_bill_of_materials_is_valid_and_names_all_that_is_packaged() -> None:
    made = sbom.document("0.1.0")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(made)) is None
    named = {part["name"]: part["version"] for part in made["components"]}
    pins = (ROOT / "requirements.txt").read_text() + (ROOT / "infra/constraints.txt").read_text()
    for name, version in re.findall(r"^([A-Za-z0-9_.-]+)==(\S+)", pins, re.MULTILINE):
        assert named[name.lower().replace("_", "-")] == version, name
    for development in ("pytest", "chalice", "moto", "cryptography", "boto3"):
        assert development not in named


ASKED = {
    "dependencies": [{"name": "a", "version": "1", "vulns": []}, {"name": "b", "version": "2", "vulns": []}]
}
VULN = {"id": "CVE-1", "fix_versions": ["2.1"]}


def test_an_audit_that_could_not_ask_never_looks_like_one_that_passed() -> None:
    assert audit.judged(ASKED, 2)[0] == audit.NONE_KNOWN
    for report in (None, {"dependencies": []}, {"dependencies": [{"name": "a", "skip_reason": "not found"}]}):
        code, (says,) = audit.judged(report, 2)
        assert code == audit.NOT_ASKED
        assert "could not be asked about 2 of 2 packages" in says
    code, (says,) = audit.judged(ASKED, 3)
    assert code == audit.NOT_ASKED and "1 of 3" in says


def test_an_audit_names_what_is_known_even_where_it_could_not_ask_about_the_rest() -> None:
    report = {
        "dependencies": [{"name": "b", "version": "2", "vulns": [VULN]}, {"name": "c", "skip_reason": "x"}]
    }
    assert audit.judged(report, 5) == (audit.KNOWN, ["b 2: CVE-1, mended in 2.1"])


def test_the_audit_asks_about_everything_that_is_packaged() -> None:
    named = {name.partition("==")[0].lower() for name in audit.pinned()}
    assert named == {part["name"] for part in sbom.document("0.1.0")["components"]}


def test_no_pin_falls_behind_a_version_that_mended_something() -> None:
    """The table of docs/security.md: what is pinned stands in it as pinned, and not below what mended a finding."""

    def number(version: str) -> tuple[int, ...]:
        return tuple(int(part) for part in version.split("."))

    pins = dict(pin.split("==") for pin in audit.pinned())
    text = (ROOT / "docs" / "security.md").read_text("utf-8")
    rows = re.findall(r"^\| (`[a-z0-9`, -]+) \| ([\w. ]+) \|[^|]+\|([^|]*)\|", text, re.MULTILINE)
    told = {
        name: (pinned, mended.strip())
        for names, pinned, mended in rows
        for name in re.findall("`(.+?)`", names)
    }
    assert told.keys() == pins.keys()
    for name, (pinned, mended) in told.items():
        assert pinned in (pins[name], "as pinned"), name
        assert not mended or number(pins[name]) >= number(mended), name


def test_every_packaged_part_has_a_licence_that_may_be_shipped() -> None:
    for part in sbom.document("0.1.0")["components"]:
        (licence,) = part["licenses"]
        text = licence.get("expression") or licence["license"]["name"]
        assert re.search(r"MIT|BSD|Apache|MPL|PSF|ISC|Python", text), (part["name"], text)
        assert not re.search(r"\bA?GPL", text), part["name"]


def test_the_bill_is_the_same_when_made_again() -> None:
    assert sbom.document("0.1.0") == sbom.document("0.1.0")
