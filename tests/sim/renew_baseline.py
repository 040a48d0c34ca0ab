"""Renew the frozen baseline (`python -m tests.sim.renew_baseline`); the changelog says which results move."""

import json
from pathlib import Path
from typing import Any

FROZEN = Path(__file__).with_name("baseline.json")
SCENARIO, RUNS, SEED = "kosovo-2007/baseline", 100, 2007
DIGITS = 4
"""Significant digits: enough to see a result move, few enough for another processor to agree."""


def today() -> dict[str, Any]:
    """What the baseline comes to now, in the shape of the frozen one."""
    from tests.sim.asking import results

    outcomes = results(SCENARIO, RUNS, seed=SEED).outcomes["outcomes"]
    numbers = {
        name: {point: _short(one[point]) for point in ("mean", "q05", "q50", "q95")}
        for name, one in sorted(outcomes.items())
    }
    return {"scenario": SCENARIO, "runs": RUNS, "seed": SEED, "outcomes": numbers}


def moved(frozen: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """One line for every result that moved, came or went."""
    before, after = frozen["outcomes"], now["outcomes"]
    return [
        f"{name}: {before.get(name, 'not there')} -> {after.get(name, 'not there')}"
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    ]


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{DIGITS}g}")


def main() -> None:
    """Write it anew and say what moved."""
    now = today()
    if FROZEN.exists():
        print("\n".join(moved(json.loads(FROZEN.read_text(encoding="utf-8")), now)) or "nothing moved")  # noqa: T201
    FROZEN.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
