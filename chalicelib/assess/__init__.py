"""Person -> facts -> diagnosis, remedies side by side, what would change them, next questions.

Pure: no AWS, no HTTP, no clock, no environment; the day is always an argument. `api.assess` is the way in.
"""
