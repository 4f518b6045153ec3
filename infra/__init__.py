"""What is deployed and how it is built and checked. Never packaged; nothing in chalicelib imports it."""
