"""The Lambda entry: creates the Chalice app, registers the routes and the scheduled and queue functions. Nothing else.

Scheduled and queue functions stand here and not in a blueprint: Chalice would deploy those as functions of their own
module, which never imports this file.
"""

import json
from typing import Any

from chalice.app import Chalice, Cron, Rate

from chalicelib import functions
from chalicelib.web.blueprints import blueprints
from chalicelib.web.clock import now
from chalicelib.web.respond import encode
from chalicelib.web.services import services

app = Chalice(app_name="dasibom", configure_logs=False)  # its logger would swallow our lines below ERROR
app.api.binary_types = [*app.api.binary_types, "font/woff2", "image/x-icon"]

for made in blueprints():
    app.register_blueprint(made)


@app.schedule(Rate(5, unit=Rate.MINUTES), name="sweep")
def sweep(event: Any) -> Any:
    return functions.sweep_due(services(), event.context)


@app.on_sqs_message(queue="dasibom-send", batch_size=10, name="send")
def send(event: Any) -> Any:
    return functions.send_rung(services(), event.to_dict()["Records"])


@app.schedule(Cron(10, 15, "*", "*", "?", "*"), name="rerun")  # 00:10 in Seoul
def rerun(event: Any) -> Any:
    return functions.rerun_cases(services(), event.context)


@app.schedule(Cron(40, 15, "*", "*", "?", "*"), name="retain")  # 00:40 in Seoul
def retain(event: Any) -> Any:
    return functions.retain(services(), event.context)


@app.lambda_function(name="score")
def score(event: Any, context: Any) -> Any:
    return json.loads(encode(functions.score_one(event, now().date())))  # Decimals as over HTTP


@app.lambda_function(name="score_part")
def score_part(event: Any, context: Any) -> Any:
    return functions.score_part(event)


@app.lambda_function(name="score_add_up")
def score_add_up(event: Any, context: Any) -> Any:
    return functions.score_add_up(event)
