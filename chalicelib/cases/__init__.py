"""Cases in the store: the services around the pure aftercare core. Routes and functions call these and nothing below.

Each service takes the table, the moment and who acts; reads little; makes one all-or-nothing write; answers plain
values or raises a typed error of `errors`. What must not enter: HTTP, a clock of its own, vendors' clients.
"""
