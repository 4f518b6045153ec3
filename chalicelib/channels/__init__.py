"""Ways to a person behind one small protocol (`base`): SNS, SES, a signed webhook vendor, the local outbox.

What must not enter: whether a message may go (aftercare.contact), what it says (prompts/messages), who is told what.
boto3 is imported only by the channel that uses it, at its first message.
"""
