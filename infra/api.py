"""The API's stage: access logs without addresses, limits, and a key that every caller but a preflight needs.

The front (CloudFront) adds its own key, so browsers and booths hold none; other institutions' systems get a key and a
usage plan each. Without a key nothing reaches the program, so nobody walks round the front and its firewall header.
"""

from __future__ import annotations

import json
from typing import Any, Final

from chalicelib.web.blueprints import all_routes

ACCESS: Final = {
    "id": "$context.requestId",
    "at": "$context.requestTimeEpoch",
    "method": "$context.httpMethod",
    "route": "$context.resourcePath",
    "status": "$context.status",
    "ms": "$context.responseLatency",
    "function_ms": "$context.integrationLatency",
    "bytes": "$context.responseLength",
    "key": "$context.identity.apiKeyId",
    "fault": "$context.error.responseType",
}
"""What an access line holds: the route's pattern and never the path, no address, no header."""


def _paths() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for route in all_routes():
        methods = found.setdefault(route.path, {})
        for method in (route.method, *(("HEAD",) if route.method == "GET" else ())):
            methods[method.lower()] = {"security": [{"api_key": []}]}
    return found


def _plan(name: str, says: str, rate: Any, burst: Any, quota: int | None = None) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "UsagePlanName": {"Fn::Sub": f"${{AWS::StackName}}-{name}"},
        "Description": says,
        "ApiStages": [{"ApiId": {"Ref": "RestAPI"}, "Stage": {"Ref": "RestAPI.Stage"}}],
        "Throttle": {"RateLimit": rate, "BurstLimit": burst},
    }
    if quota:
        properties["Quota"] = {"Limit": quota, "Period": "DAY"}
    return {"Type": "AWS::ApiGateway::UsagePlan", "Properties": properties}


def _key(plan: str, name: str, **more: Any) -> dict[str, Any]:
    return {
        name: {
            "Type": "AWS::ApiGateway::ApiKey",
            "Properties": {"Enabled": True, "Name": {"Fn::Sub": f"${{AWS::StackName}}-{name}"}, **more},
        },
        f"{name}InPlan": {
            "Type": "AWS::ApiGateway::UsagePlanKey",
            "Properties": {"KeyId": {"Ref": name}, "KeyType": "API_KEY", "UsagePlanId": {"Ref": plan}},
        },
    }


def fragment(stage: str) -> dict[str, Any]:
    """The API's properties, usage plans, keys and access log."""
    rate: Any = {"Ref": "RequestsPerSecond"}
    secret = {"Fn::Sub": "{{resolve:secretsmanager:${FrontKey}:SecretString}}"}
    logs = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${AccessLogGroup}"
    api = {
        "EndpointConfiguration": {"Type": "REGIONAL"},
        "Name": "dasibom",
        "AccessLogSetting": {"DestinationArn": {"Fn::Sub": logs}, "Format": json.dumps(ACCESS)},
        "MethodSettings": [
            {
                "ResourcePath": "/*",
                "HttpMethod": "*",
                "MetricsEnabled": True,
                "DataTraceEnabled": False,
                "LoggingLevel": "OFF",
                "ThrottlingRateLimit": rate,
                "ThrottlingBurstLimit": rate,
            }
        ],
        "Tags": {"project": "dasibom"},
        "DefinitionBody": {
            "paths": _paths(),
            "securityDefinitions": {"api_key": {"type": "apiKey", "name": "x-api-key", "in": "header"}},
        },
    }
    log_group = {
        "Type": "AWS::Logs::LogGroup",
        "Properties": {
            "LogGroupName": {"Fn::Sub": "/aws/apigateway/${AWS::StackName}-access"},
            "RetentionInDays": {"Ref": "AccessLogRetentionDays"},
            "KmsKeyId": {"Fn::GetAtt": ["OperationsKey", "Arn"]},
        },
    }
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "apigateway.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
    pushes = "arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
    resources = {
        "RestAPI": {"Properties": api},
        "AccessLogGroup": log_group,
        "ApiLogsRole": {
            "Type": "AWS::IAM::Role",
            "Condition": "ManagesApiAccount",
            "Properties": {"AssumeRolePolicyDocument": trust, "ManagedPolicyArns": [{"Fn::Sub": pushes}]},
        },
        "ApiAccount": {
            "Type": "AWS::ApiGateway::Account",
            "Condition": "ManagesApiAccount",
            "Properties": {"CloudWatchRoleArn": {"Fn::GetAtt": ["ApiLogsRole", "Arn"]}},
        },
        "BoothPlan": _plan("booths", "Booths and browsers, through the front", rate, rate),
        "PartnerPlan": _plan("partners", "Systems of other institutions, each with a key", 10, 20, 50_000),
        **_key("BoothPlan", "BoothApiKey", Value=secret),
        **_key("PartnerPlan", "PartnerApiKey"),
    }
    outputs = {"PartnerApiKeyId": {"Value": {"Ref": "PartnerApiKey"}}}
    return {"Resources": resources, "Outputs": outputs}
