"""The ledger of sealed forecasts: one line of JSON each, chained by checksums, so that an edit is found out.

Each line has the checksum of the line before it and its own. Who changes a line must change all that follow,
and a copy of any later line, on paper or in a commit, tells.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.scoring.forecasts import Chance, Forecast

LEDGER = "forecasts.jsonl"
FIRST = "0" * 64
"""What stands for the line before the first."""


class LedgerError(ValueError):
    """A ledger that is damaged, was edited, or lacks what is asked for; says where."""


@dataclass(frozen=True)
class Sealed:
    """A sealed forecast: when, of what, by which code, and what it said.

    chances : question id -> probability; spreads : question id -> quantiles
    """

    sealed: str
    scenario: str
    hash: str
    version: str
    code: str
    seed: int
    runs: int
    horizon: str
    chances: Mapping[str, float]
    spreads: Mapping[str, Sequence[float | None]]
    previous: str
    sha256: str


def seal(path: Path, forecast: Forecast, version: str, code: str, when: dt.datetime | None = None) -> Sealed:
    """Add a forecast to a ledger, which is made if there is none; what stands in it is checked first.

    version, code : of the program, and the checksum of its sources
    Errors: LedgerError if the ledger is not whole, or has this forecast already.
    """
    before = read(path) if path.exists() else []
    entry: dict[str, Any] = {
        "sealed": (when or dt.datetime.now(dt.UTC)).isoformat(timespec="seconds"),
        "scenario": forecast.scenario,
        "hash": forecast.hash,
        "version": version,
        "code": code,
        "seed": forecast.seed,
        "runs": forecast.runs,
        "horizon": str(forecast.horizon),
        "chances": {one.id: round(one.probability, 6) for one in forecast.chances},
        "spreads": {one.id: [_plain(each) for each in one.quantiles] for one in forecast.spreads},
        "previous": before[-1].sha256 if before else FIRST,
    }
    same = [
        one
        for one in before
        if (one.hash, one.code, one.seed, one.runs)
        == tuple(entry[k] for k in ("hash", "code", "seed", "runs"))
    ]
    if same:
        raise LedgerError(f"{path}: has this forecast already, sealed {same[0].sealed}")
    entry["sha256"] = _checksum(entry)
    line = json.dumps(entry, ensure_ascii=False) + "\n"
    fresh = path.with_name(f".{path.name}.new")
    path.parent.mkdir(parents=True, exist_ok=True)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    try:
        fresh.write_text(text + line, encoding="utf-8")
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return Sealed(**entry)


def read(path: Path) -> list[Sealed]:
    """The forecasts of a ledger, in their order.

    Errors: LedgerError for every line that is no forecast, was edited, or does not follow the one before.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    found: list[Sealed] = []
    faults: list[str] = []
    previous = FIRST
    for number, line in enumerate(text.splitlines(), 1):
        try:
            entry = json.loads(line)
            own = entry.get("sha256") if isinstance(entry, dict) else None
            one = Sealed(**entry)
        except (ValueError, TypeError):
            faults.append(f"{path}:{number}: is no sealed forecast")
            continue
        if _checksum({key: value for key, value in entry.items() if key != "sha256"}) != own:
            faults.append(f"{path}:{number}: was edited after it was sealed ({one.sealed})")
        elif one.previous != previous:
            faults.append(
                f"{path}:{number}: does not follow the line before it; one was changed, moved or removed"
            )
        previous = str(own)
        found.append(one)
    if faults:
        raise LedgerError("\n".join(faults))
    return found


def unsealed(path: Path, scenario: str, hash_: str) -> Sealed:
    """The latest sealed forecast of a scenario as it is.

    Errors: LedgerError if there is none.
    """
    found = [one for one in read(path) if one.scenario == scenario]
    fitting = [one for one in found if one.hash == hash_]
    if not fitting:
        others = f"; {len(found)} of other versions of it" if found else ""
        raise LedgerError(f"{path}: has no sealed forecast of {scenario} as it is now{others}")
    return fitting[-1]


def as_sealed(forecast: Forecast, sealed: Sealed) -> Forecast:
    """The forecast's questions with the probabilities that were sealed; those that were not are left out."""
    chances = tuple(
        Chance(**{**vars(one), "probability": sealed.chances[one.id], "range": None})
        for one in forecast.chances
        if one.id in sealed.chances
    )
    return Forecast(
        sealed.scenario, sealed.hash, sealed.seed, sealed.runs, forecast.start, forecast.horizon, chances, ()
    )


def _plain(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.10g}")


def _checksum(entry: Mapping[str, Any]) -> str:
    text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
