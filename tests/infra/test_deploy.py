"""The one command that deploys, with a stand-in for the AWS command line that notes what it is asked."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from infra import deploy

STAND_IN = """#!/bin/sh
printf '%s\\n' "$*" >> "{log}"
case "$2" in
  get-caller-identity) echo 123456789012 ;;
  get) echo ap-northeast-2 ;;
  list-buckets) echo '{buckets}' ;;
  {failing}) exit 255 ;;
  describe-stacks) cat "{outputs}" ;;
esac
"""


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "built" / "front" / "booth").mkdir(parents=True)
    return tmp_path / "built"


def stand_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch, failing: str = "never", buckets: str = "null"
) -> Path:
    """Put `aws` in front of the path; answers with the file that notes its calls."""
    outputs = [
        {"OutputKey": "FrontBucketName", "OutputValue": "files-1"},
        {"OutputKey": "FrontAddress", "OutputValue": "https://d1.cloudfront.net/"},
    ]
    (folder / "outputs.json").write_text(json.dumps({"Stacks": [{"Outputs": outputs}]}), "utf-8")
    log = folder / "calls"
    program = folder / "bin" / "aws"
    program.parent.mkdir()
    filled = STAND_IN.format(log=log, failing=failing, outputs=folder / "outputs.json", buckets=buckets)
    program.write_text(filled, "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return log


def test_the_stack_comes_first_and_the_page_after_the_files_that_it_names(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = stand_in(tmp_path, monkeypatch)
    assert deploy.deploy(built, "dasibom-prod", "code", ["SessionDays=14"]) == "https://d1.cloudfront.net/"
    calls = log.read_text("utf-8").splitlines()
    assert [" ".join(call.split()[:2]) for call in calls] == [
        "cloudformation package",
        "cloudformation deploy",
        "cloudformation describe-stacks",
        "s3 sync",
        "s3 cp",
    ]
    assert "--parameter-overrides SessionDays=14" in calls[1] and "CAPABILITY_AUTO_EXPAND" in calls[1]
    assert "s3://files-1/booth" in calls[3] and calls[4].split()[3] == "s3://files-1/index.html"
    assert "--delete" not in calls[3]


OURS = "dasibom-code-123456789012-ap-northeast-2"


@pytest.mark.parametrize(("there", "made"), [("null", True), ('["other"]', True), (f'["{OURS}"]', False)])
def test_without_a_bucket_the_accounts_own_is_used_and_made_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: str, made: bool
) -> None:
    log = stand_in(tmp_path, monkeypatch, buckets=there)
    assert deploy.code_bucket() == OURS
    assert (f"s3 mb s3://{OURS} --region ap-northeast-2" in log.read_text("utf-8")) == made


def test_a_step_that_fails_ends_the_deployment_and_is_named(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = stand_in(tmp_path, monkeypatch, failing="deploy")
    with pytest.raises(deploy.Failed, match="cloudformation deploy"):
        deploy.deploy(built, "dasibom-dev", "code", [])
    assert "s3 sync" not in log.read_text("utf-8")


def test_without_the_aws_command_line_one_sentence_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert deploy.main(["--bucket", "code"]) == 1
    assert capsys.readouterr().err == "Cannot deploy: the AWS command line (aws) is needed.\n"
