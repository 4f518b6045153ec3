"""`make deploy [STAGE=dev] [BUCKET=name] [PARAMETERS="SessionDays=14 …"]`: package, stack, the booth's files.

Calls the AWS command line with the operator's own credentials. What must not enter: credentials, values of secrets.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from . import build, bundle


class Failed(Exception):
    """A step did not go through; what the AWS command line said stands above."""


def _aws(*arguments: str, read: bool = False) -> str:
    out = subprocess.PIPE if read else None
    done = subprocess.run(["aws", *arguments], stdout=out, text=True, check=False)  # noqa: S603, S607
    if done.returncode:
        raise Failed(" ".join(arguments[:2]))
    return done.stdout or ""


def code_bucket() -> str:
    """A bucket for the zip in the region that is configured: the account's own, made where there is none. New buckets
    are closed and encrypted by S3. Raises Failed."""
    account = _aws("sts", "get-caller-identity", "--query", "Account", "--output", "text", read=True).strip()
    region = _aws("configure", "get", "region", read=True).strip()
    name = f"dasibom-code-{account}-{region}"
    listed = _aws("s3api", "list-buckets", "--query", "Buckets[].Name", "--output", "json", read=True)
    if name not in (json.loads(listed) or []):
        _aws("s3", "mb", f"s3://{name}", "--region", region)
    return name


def deploy(folder: Path, stack: str, bucket: str, parameters: Sequence[str]) -> str:
    """Deploy what was built; answers with the booth's address. Raises Failed."""
    packed = folder / "packaged.json"
    # `package` also flattens what CloudFormation's own parser does not take.
    _aws(
        *("cloudformation", "package", "--template-file", str(folder / "sam.json"), "--use-json"),
        *("--s3-bucket", bucket, "--s3-prefix", stack, "--output-template-file", str(packed)),
    )
    _aws(
        *("cloudformation", "deploy", "--template-file", str(packed), "--stack-name", stack),
        *("--s3-bucket", bucket, "--s3-prefix", stack, "--no-fail-on-empty-changeset"),
        *("--capabilities", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"),
        *(("--parameter-overrides", *parameters) if parameters else ()),
    )
    told = json.loads(
        _aws("cloudformation", "describe-stacks", "--stack-name", stack, "--output", "json", read=True)
    )
    outputs = {one["OutputKey"]: one["OutputValue"] for one in told["Stacks"][0]["Outputs"]}
    files = f"s3://{outputs['FrontBucketName']}"
    # Pages last: a page never names a file that is not there yet. What is old stays a while for pages that are open.
    _aws("s3", "sync", str(folder / "front" / "booth"), f"{files}/booth", "--cache-control", "no-cache")
    page = str(folder / "front" / "index.html")
    _aws("s3", "cp", page, f"{files}/index.html", "--cache-control", "no-cache")
    return str(outputs["FrontAddress"])


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0, or 1 with one sentence."""
    parser = argparse.ArgumentParser(prog="python -m infra.deploy", description="Deploy a stage to AWS.")
    parser.add_argument("--stage", default="prod", choices=("dev", "prod"))
    parser.add_argument(
        "--bucket",
        default="",
        help="bucket for the zip, in the region that is deployed to; without one it is made",
    )
    parser.add_argument("parameters", nargs="*", help="Name=value, see infra/parts/parameters.json")
    asked = parser.parse_args(arguments)
    if not shutil.which("aws"):
        print("Cannot deploy: the AWS command line (aws) is needed.", file=sys.stderr)
        return 1
    try:
        made = build.build(asked.stage)
        bucket = asked.bucket or code_bucket()
        print(deploy(made.folder, f"dasibom-{asked.stage}", bucket, asked.parameters))
    except bundle.CannotBuild as why:
        print(f"Cannot build: {why}", file=sys.stderr)
        return 1
    except Failed as step:
        print(f"Cannot deploy: `aws {step}` failed.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
