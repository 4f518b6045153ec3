"""The Lambda entry: creates the Chalice app, registers the routes and the scheduled and queue functions. Nothing else.

Scheduled and queue functions stand here and not in a blueprint: Chalice would deploy those as functions of their own
module, which never imports this file.
"""

from chalice import Chalice

from chalicelib.web.blueprints import blueprints

app = Chalice(app_name="dasibom")
app.api.binary_types = [*app.api.binary_types, "font/woff2", "image/x-icon"]

for made in blueprints():
    app.register_blueprint(made)
