"""SAM's own translation of a template, as CloudFormation does it when deploying: `translate.py IN OUT`.

Run by the checkers' environment (infra/tools.py), which has the translator; imports nothing else of the project.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from samtranslator.translator.transform import transform  # type: ignore[import-not-found]


class NoManagedPolicies:
    """The template names no managed policy by its short name, so none is looked up."""

    def load(self) -> dict[str, str]:
        return {}


if __name__ == "__main__":
    template = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    for one in template["Resources"].values():
        if (
            one["Type"] == "AWS::Serverless::Function"
        ):  # the translator wants the zip where a deployment puts it
            one["Properties"]["CodeUri"] = {"Bucket": "code", "Key": "deployment.zip"}
    Path(sys.argv[2]).write_text(json.dumps(transform(template, {}, NoManagedPolicies())), "utf-8")
