"""Builds the scorecards from public data. Development only: nothing here is shipped to Lambda or imported by it."""
