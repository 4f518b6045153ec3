"""What is packaged for Lambda. Rooms and their arrows: see README.md.

On Lambda the collector of cycles waits until there is something to collect: a cold start makes some hundred thousand
objects that all stay, and walking them again and again took a tenth of its time (`python -m infra.coldstart`).
"""

import gc
import os

if "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
    gc.set_threshold(200_000)
