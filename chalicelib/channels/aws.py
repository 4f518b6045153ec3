"""SMS through Amazon SNS and e-mail through Amazon SES. Neither can be asked by our reference what became of a message.

boto3 retries throttled calls itself; for messages that is switched off, because a repeated publish is a second
message. A read timeout is an unknown outcome; only an answer that says "no" is a no.
"""

from __future__ import annotations

from typing import Any

from .base import NotAccepted, Outcome, Outgoing, Refused, UnknownOutcome

_THROTTLED = frozenset(
    {"ThrottlingException", "Throttling", "TooManyRequestsException", "LimitExceededException"}
)
_LATER = frozenset({"InternalError", "InternalErrorException", "ServiceUnavailable"})


def _client(service: str, region: str, endpoint: str | None) -> Any:
    import boto3
    from botocore.config import Config

    config = Config(connect_timeout=2, read_timeout=8, retries={"total_max_attempts": 1})
    return boto3.client(service, region_name=region, endpoint_url=endpoint, config=config)


class _Aws:
    service = ""

    def __init__(self, region: str = "ap-northeast-2", endpoint: str | None = None) -> None:
        self.region, self.endpoint = region, endpoint
        self._made: Any = None

    @property
    def client(self) -> Any:
        if self._made is None:
            self._made = _client(self.service, self.region, self.endpoint)
        return self._made

    def _deliver(self, message: Outgoing) -> str:
        raise TypeError("a channel sends")  # pragma: no cover

    def send(self, message: Outgoing) -> str:
        """Publish; answers the service's message id. Raises NotAccepted, Refused, UnknownOutcome."""
        from botocore.exceptions import (
            ClientError,
            ConnectTimeoutError,
            EndpointConnectionError,
            HTTPClientError,
        )

        try:
            return self._deliver(message)
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "unknown")
            if code in _THROTTLED:
                raise NotAccepted(f"{self.service}:{code}") from None
            if code in _LATER or error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500) >= 500:
                raise UnknownOutcome(f"{self.service}:{code}") from None
            raise Refused(f"{self.service}:{code}") from None
        except (ConnectTimeoutError, EndpointConnectionError):
            raise NotAccepted(f"{self.service}:unreachable") from None
        except HTTPClientError:
            raise UnknownOutcome(f"{self.service}:no-answer") from None

    def ask(self, reference: str) -> Outcome:
        """The service keeps no reference of ours: a person has to look."""
        return "unknown"


class SnsSms(_Aws):
    """SMS. Links and marketing are not sent through it; the type is Transactional."""

    service = "sns"

    def __init__(self, sender: str = "", region: str = "ap-northeast-2", endpoint: str | None = None) -> None:
        super().__init__(region, endpoint)
        self.sender = sender

    def _deliver(self, message: Outgoing) -> str:
        attributes = {"AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"}}
        if self.sender:
            attributes["AWS.MM.SMS.OriginationNumber"] = {"DataType": "String", "StringValue": self.sender}
        number = "+82" + message.to.removeprefix("0")
        answer = self.client.publish(PhoneNumber=number, Message=message.text, MessageAttributes=attributes)
        return str(answer["MessageId"])


class SesEmail(_Aws):
    """Plain-text e-mail in UTF-8."""

    service = "sesv2"

    def __init__(self, sender: str, region: str = "ap-northeast-2", endpoint: str | None = None) -> None:
        super().__init__(region, endpoint)
        self.sender = sender

    def _deliver(self, message: Outgoing) -> str:
        part = {"Charset": "UTF-8"}
        simple = {
            "Subject": {"Data": message.subject, **part},
            "Body": {"Text": {"Data": message.text, **part}},
        }
        answer = self.client.send_email(
            FromEmailAddress=self.sender,
            Destination={"ToAddresses": [message.to]},
            Content={"Simple": simple},
            EmailTags=[{"Name": "reference", "Value": message.reference}],
        )
        return str(answer["MessageId"])
