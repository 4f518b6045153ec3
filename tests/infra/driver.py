"""Runs inside the clean environment, beside the unpacked zip: loads one handler, answers events, tells the AWS calls.

Lines of JSON in, lines of JSON out. Imports nothing of the project but the handler named on the command line.
"""

import importlib
import json
import sys
from datetime import datetime
from operator import attrgetter

task, sdk, handler = sys.argv[1:4]
sys.path[:0] = [task, sdk]
module, name = handler.rsplit(".", 1)
function = getattr(importlib.import_module(module), name)
loaded = sorted(sys.modules)

import botocore.client  # noqa: E402 - after the handler, as on Lambda nothing imports it first

calls = []
real = botocore.client.BaseClient._make_api_call


def recorded(self, operation, parameters):
    calls.append(
        [self.meta.service_model.service_name, operation, json.loads(json.dumps(parameters, default=str))]
    )
    return real(self, operation, parameters)


botocore.client.BaseClient._make_api_call = recorded


class Context:
    aws_request_id = "test"
    function_name = "test"

    def __init__(self, asks):
        self.asks = asks

    def get_remaining_time_in_millis(self):
        """Plenty, until it has been asked that often."""
        self.asks -= 1
        return 60_000 if self.asks > 0 else 0


out, sys.stdout = sys.stdout, sys.stderr
print(
    json.dumps({"loaded": loaded, "python": ".".join(map(str, sys.version_info[:2]))}), file=out, flush=True
)
for line in sys.stdin:
    asked = json.loads(line)
    if "now" in asked:
        from chalicelib.web.services import services

        moment = datetime.fromisoformat(asked["now"])
        services().now = lambda moment=moment: moment
        services().table._now = lambda moment=moment: int(moment.timestamp())
    if "staff_key" in asked:  # a member of staff, as an identity provider would name one
        from chalicelib.web.services import services
        from chalicelib.web.staff import DevelopmentKey

        services().staff = DevelopmentKey(asked["staff_key"])
    calls.clear()
    try:
        if "call" in asked:  # something of the package that no event reaches yet
            place, _, rest = asked["call"].partition(":")
            told = {"answer": repr(attrgetter(rest)(importlib.import_module(place))(*asked["with"]))}
        else:
            told = {"answer": function(asked["event"], Context(asked.get("asks", 1_000_000)))}
    except Exception as error:
        told = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps({**told, "calls": calls}), file=out, flush=True)
