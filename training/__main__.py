"""python -m training build | compare | report | check

build: fit and write the cards and the combination.  report: model cards with plots under docs/scorecards.
compare: the table against the peers, written to docs/scorecards/metrics.md.  check: refit and compare with the cards.
"""

from __future__ import annotations

import sys

from training import build, data


def main(argv: list[str]) -> int:
    """Run one command; returns the exit code."""
    command = argv[0] if argv else ""
    try:
        if command == "build":
            from training import combine

            for kind in ("application", "behaviour"):
                print(build.write(build.build(kind)[0]).name)
            combine.write()
            print(combine.TARGET.name)
        elif command == "compare":
            from training import compare

            print(compare.main())
        elif command == "report":
            from training import report

            for path in report.main():
                print(path.name)
        elif command == "check":
            return check()
        else:
            print(__doc__)
            return 2
    except data.DataMissing as missing:
        print(missing, file=sys.stderr)
        return 1
    return 0


def check() -> int:
    """Refit the cards and compare byte for byte with the files that ship."""
    stale = []
    for kind in ("application", "behaviour"):
        card = build.build(kind)[0]
        if build.text(card) != (build.CARDS / f"{card['id']}.json").read_text("utf-8"):
            stale.append(card["id"])
    print("stale: " + ", ".join(stale) if stale else "the cards are what the trainer makes of the data")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
