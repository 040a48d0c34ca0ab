"""Write what programs write in these pages: `python -m docs` for all, `python -m docs NAME ...` for some."""

import sys

from docs.sections import SECTIONS, write


def main(names: list[str]) -> int:
    """Write the sections of these names, or all; 2 for a name that is none."""
    unknown = [name for name in names if name not in SECTIONS]
    if unknown:
        print(f"{', '.join(unknown)}: no such section; there are {', '.join(SECTIONS)}", file=sys.stderr)
        return 2
    for name in names or SECTIONS:
        print(f"{name}: {'written' if write(name) else 'unchanged'}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
