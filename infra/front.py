"""The front: one CloudFront address that serves the booth's files from a closed bucket and passes the API's paths on.

Same origin for pages and API, so the booth's content policy stays `connect-src 'self'` and no CORS is needed. Headers
of the files are those that the program itself sends with them (chalicelib/web/static.py).
"""

from __future__ import annotations

from typing import Any, Final

from chalicelib.web import static
from chalicelib.web.blueprints import all_routes
from chalicelib.web.respond import API_HEADERS

# Managed policies of CloudFront, by their published ids.
CACHING_OPTIMIZED: Final = "658327ea-f89d-4fab-a63d-7e88639e58f6"
CACHING_DISABLED: Final = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER_EXCEPT_HOST: Final = "b689b0a8-53d0-40ab-baf2-68738e2966ac"

VIEWER_ADDRESS: Final = (
    "function handler(event) {\n"
    "  var request = event.request;\n"
    "  request.headers['x-viewer-address'] = {value: event.viewer.ip};\n"
    "  return request;\n"
    "}\n"
)
"""Overwrites the header by which the firewall counts, so that a caller cannot choose its own address."""


def of_the_booth(path: str) -> bool:
    """Whether the front's bucket serves a path; the desk's few pages come from the program.

    >>> of_the_booth("/"), of_the_booth("/booth/{a}"), of_the_booth("/v1/sessions"), of_the_booth("/desk")
    (True, True, False, False)
    """
    return path == "/" or path.startswith("/booth/")


def api_patterns() -> list[str]:
    """First segments of the program's paths, as patterns of the front; the booth's are not among them."""
    found = set()
    for route in all_routes():
        if of_the_booth(route.path):
            continue
        first, _, below = route.path.strip("/").partition("/")
        found.add(f"/{first}/*" if below else f"/{first}")
    return sorted(found)


def _behaviour(origin: str, cache: str, **more: Any) -> dict[str, Any]:
    return {
        "TargetOriginId": origin,
        "ViewerProtocolPolicy": "redirect-to-https",
        "CachePolicyId": cache,
        "Compress": True,
        **more,
    }


def _headers() -> dict[str, Any]:
    own = {k: v for k, v in static._HEADERS.items() if k != "Content-Security-Policy"}
    own["Service-Worker-Allowed"] = "/"
    own["Cross-Origin-Resource-Policy"] = API_HEADERS["Cross-Origin-Resource-Policy"]
    return {
        "Type": "AWS::CloudFront::ResponseHeadersPolicy",
        "Properties": {
            "ResponseHeadersPolicyConfig": {
                "Name": {"Fn::Sub": "${AWS::StackName}-front"},
                "SecurityHeadersConfig": {
                    "ContentSecurityPolicy": {"ContentSecurityPolicy": static.CSP, "Override": True},
                    "ContentTypeOptions": {"Override": True},
                    "FrameOptions": {"FrameOption": "DENY", "Override": True},
                    "ReferrerPolicy": {"ReferrerPolicy": "no-referrer", "Override": True},
                    "StrictTransportSecurity": {
                        "AccessControlMaxAgeSec": 63072000,
                        "IncludeSubdomains": True,
                        "Override": True,
                    },
                },
                "CustomHeadersConfig": {
                    "Items": [{"Header": k, "Value": v, "Override": True} for k, v in sorted(own.items())]
                },
            }
        },
    }


def _bucket() -> dict[str, Any]:
    tls = {
        "Sid": "OnlyOverTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [{"Fn::GetAtt": ["FrontBucket", "Arn"]}, {"Fn::Sub": "${FrontBucket.Arn}/*"}],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    front = "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Front}"
    reads = {
        "Sid": "OnlyTheFrontReads",
        "Effect": "Allow",
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": "s3:GetObject",
        "Resource": {"Fn::Sub": "${FrontBucket.Arn}/*"},
        "Condition": {"StringEquals": {"aws:SourceArn": {"Fn::Sub": front}}},
    }
    blocked = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
    aes = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    return {
        "FrontBucket": {
            "Type": "AWS::S3::Bucket",
            "DeletionPolicy": "Retain",
            "UpdateReplacePolicy": "Retain",
            "Properties": {
                "BucketEncryption": {"ServerSideEncryptionConfiguration": [aes]},
                "PublicAccessBlockConfiguration": dict.fromkeys(blocked, True),
                "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
                "VersioningConfiguration": {"Status": "Enabled"},
                "LifecycleConfiguration": {
                    "Rules": [
                        {
                            "Id": "old-files-go",
                            "Status": "Enabled",
                            "NoncurrentVersionExpiration": {"NoncurrentDays": 90},
                            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
                        }
                    ]
                },
            },
        },
        "FrontBucketPolicy": {
            "Type": "AWS::S3::BucketPolicy",
            "Properties": {
                "Bucket": {"Ref": "FrontBucket"},
                "PolicyDocument": {"Version": "2012-10-17", "Statement": [tls, reads]},
            },
        },
    }


def _distribution(stage: str) -> dict[str, Any]:
    function = {"Fn::GetAtt": ["ViewerAddress", "FunctionARN"]}
    methods = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"]
    api = [
        _behaviour(
            "api",
            CACHING_DISABLED,
            PathPattern=pattern,
            AllowedMethods=methods,
            OriginRequestPolicyId=ALL_VIEWER_EXCEPT_HOST,
            FunctionAssociations=[{"EventType": "viewer-request", "FunctionARN": function}],
        )
        for pattern in api_patterns()
    ]
    key = {"Fn::Sub": "{{resolve:secretsmanager:${FrontKey}:SecretString}}"}
    origins = [
        {
            "Id": "files",
            "DomainName": {"Fn::GetAtt": ["FrontBucket", "RegionalDomainName"]},
            "OriginAccessControlId": {"Fn::GetAtt": ["FrontAccess", "Id"]},
            "S3OriginConfig": {"OriginAccessIdentity": ""},
        },
        {
            "Id": "api",
            "DomainName": {"Fn::Sub": "${RestAPI}.execute-api.${AWS::Region}.${AWS::URLSuffix}"},
            "OriginPath": f"/{stage}",
            "OriginCustomHeaders": [{"HeaderName": "x-api-key", "HeaderValue": key}],
            "CustomOriginConfig": {
                "OriginProtocolPolicy": "https-only",
                "OriginSSLProtocols": ["TLSv1.2"],
                "OriginReadTimeout": 30,
            },
        },
    ]
    nothing = {"Ref": "AWS::NoValue"}
    own = {
        "AcmCertificateArn": {"Ref": "FrontCertificateArn"},
        "MinimumProtocolVersion": "TLSv1.2_2021",
        "SslSupportMethod": "sni-only",
    }
    headers = {"Ref": "FrontHeaders"}
    return {
        "Type": "AWS::CloudFront::Distribution",
        "Properties": {
            "DistributionConfig": {
                "Enabled": True,
                "Comment": {"Fn::Sub": "${AWS::StackName}: booth and API"},
                "HttpVersion": "http2and3",
                "IPV6Enabled": True,
                "PriceClass": "PriceClass_200",
                "DefaultRootObject": "index.html",
                "Aliases": {"Fn::If": ["HasFrontDomain", [{"Ref": "FrontDomain"}], nothing]},
                "ViewerCertificate": {
                    "Fn::If": ["HasFrontDomain", own, {"CloudFrontDefaultCertificate": True}]
                },
                "WebACLId": {"Fn::If": ["HasFrontWebAcl", {"Ref": "FrontWebAclArn"}, nothing]},
                "Origins": origins,
                "DefaultCacheBehavior": _behaviour(
                    "files", CACHING_OPTIMIZED, ResponseHeadersPolicyId=headers
                ),
                "CacheBehaviors": api,
            },
            "Tags": [{"Key": "project", "Value": "dasibom"}],
        },
    }


def fragment(stage: str) -> dict[str, Any]:
    """Bucket, access control, header policy, viewer function and distribution."""
    access = {
        "Name": {"Fn::Sub": "${AWS::StackName}-front"},
        "OriginAccessControlOriginType": "s3",
        "SigningBehavior": "always",
        "SigningProtocol": "sigv4",
    }
    says = {"Comment": "Viewer's address for the firewall", "Runtime": "cloudfront-js-2.0"}
    resources = {
        **_bucket(),
        "FrontAccess": {
            "Type": "AWS::CloudFront::OriginAccessControl",
            "Properties": {"OriginAccessControlConfig": access},
        },
        "FrontHeaders": _headers(),
        "ViewerAddress": {
            "Type": "AWS::CloudFront::Function",
            "Properties": {
                "Name": {"Fn::Sub": "${AWS::StackName}-viewer-address"},
                "AutoPublish": True,
                "FunctionCode": VIEWER_ADDRESS,
                "FunctionConfig": says,
            },
        },
        "Front": _distribution(stage),
    }
    outputs = {
        "FrontAddress": {"Value": {"Fn::Sub": "https://${Front.DomainName}/"}},
        "FrontBucketName": {"Value": {"Ref": "FrontBucket"}},
        "FrontId": {"Value": {"Ref": "Front"}},
    }
    return {"Resources": resources, "Outputs": outputs}
