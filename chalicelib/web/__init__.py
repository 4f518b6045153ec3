"""The HTTP shell: one file per resource, one wrapper for every view, errors as problem documents in Korean.

Only this room knows HTTP, bearer tokens and the clock at the edge. What must not enter: legal figures, arithmetic of
remedies, a database client (the store's protocol is what this room sees).
"""
