"""One machine: the same application on Chalice's local server, an embedded store and a clock in the same process.

Development, pilots and tests; never packaged for Lambda.
"""
