"""What is reproduced of other programs: the reference tables of the tests, bargained over again."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from agents.arrays import Floats
from docs.marked import DOCS, table
from scenarios.formats import DataSet, read
from sim.bargain import Bargain, bargain

REFERENCE = DOCS.parent / "tests" / "agents" / "reference"
BOUNDS = {"1e-9": 1e-9, "1e-6": 1e-6, "0.001": 1e-3, "0.01": 0.01, "0.1": 0.1, "1": 1.0}
"""Differences are told as below one of these; last digits are not the same on every machine."""

READINGS: Mapping[str, Mapping[str, Any]] = {
    "A": {},
    "B": {"q": 0.5},
    "C": {"capitulation": "on", "choice": "least-move"},
    "D": {"victory": "pair"},
    "E": {"victory": "pair", "capitulation": "on", "choice": "least-move"},
    "F": {"preset": "scholz-paper"},
    "G": {"preset": "scholz-paper", "q": 0.5},
}
"""Readings of the expected-utility model by the letters of the reference tables."""

SPATIAL = ("SOE-Policy", "SOE-Competitive", "SOE-Pol-Comp", "dummyData_3Dim", "smpExample")
EXAMPLE = {"PCEModel": "MarkovIncentive", "VotingRule": "PropCbc"}
"""Options that KTAB's smpExample.xml sets."""

FIRST = (
    ("USA", "Extra", 10.0, 90.0, 3.278817734),
    ("China India", "Commitments", 85.0, 21.893663, 3.278817734),
)
"""The first exchange that DECIDE 2020.2.2 makes on Copenhagen: who moves on what, from, to, and the gain."""


@dataclass(frozen=True)
class Compared:
    """One reference: the case, what of it is compared, over how many rounds, and the greatest difference."""

    case: str
    of: str
    rounds: str
    difference: float

    @property
    def row(self) -> tuple[str, str, str, str]:
        """As the table tells it."""
        return self.case, self.of, self.rounds, told(self.difference)


def references() -> str:
    """Every reference with the greatest difference from it."""
    parts = {
        "`expected-utility`": _challenges(),
        "`condorcet`": _spatial(),
        "`exchange`, `compromise`, `median`": _exchanges(),
    }
    rows = [
        (name if at == 0 else "", *one.row) for name, found in parts.items() for at, one in enumerate(found)
    ]
    return table(("Protocol", "Case", "What is compared", "Rounds", "Greatest difference"), rows)


def told(difference: float) -> str:
    """A difference as the least bound that it is below."""
    return next(
        (f"below {words}" for words, bound in BOUNDS.items() if difference < bound), f"{difference:.3g}"
    )


# ------------------------------------------------------------------------------------------ expected utility


def _challenges() -> Iterator[Compared]:
    for name in ("emission_standards", "sultan", "random_10"):
        known = _columns(_file("expected-utility", f"{name}.rounds"))
        rounds = len(known["round"]) - 1
        ours = _challenge(name, rounds)
        gaps = [_gap(ours.position[:, 0, i], known[actor]) for i, actor in enumerate(ours.data.actors)]
        gaps += [
            _gap(ours.median[:, 0], known["weighted_median"]),
            _gap(ours.mean[:, 0], known["weighted_mean"]),
        ]
        yield Compared(_named(ours), "positions, weighted median and mean", str(rounds), max(gaps))
        risk = _columns(_file("expected-utility", f"{name}.risk"))
        span = len(risk["round"])
        gaps = [_gap(ours.numbers["risk"][:span, 0, i], risk[a]) for i, a in enumerate(ours.data.actors)]
        yield Compared("", "risk exponents", str(span), max(gaps))
        if _file("expected-utility", f"{name}.offers").exists():
            yield Compared("", *_moves(name, ours))
    yield _variants("emission_standards")
    yield _variants("sultan")


def _moves(name: str, ours: Bargain) -> tuple[str, str, float]:
    """Offers that were taken: who, to whom, of what kind, both utilities and both places."""
    known = _rows(_file("expected-utility", f"{name}.offers"))
    actors = ours.data.actors
    last = max(int(one["round"]) for one in known)
    made = [
        ((str(at), actors[one.actor], actors[one.other], one.kind),
         (one.numbers["eu_ij"], one.numbers["eu_ji"], one.before, one.after))
        for at, offers in enumerate(ours.offers[:last], 1) for one in offers if one.ended == "taken"
    ]  # fmt: skip
    expected = {
        (one["round"], one["actor"], one["other"], one["type"]): [
            float(one[key]) for key in ("eu_ij", "eu_ji", "x_before", "x_after")
        ]
        for one in known
    }
    same = set(expected) == {who for who, _ in made}
    gap = max(_gap(np.array(amounts), expected[who]) for who, amounts in made) if same else np.inf
    return f"{len(made)} moves made, with both utilities", str(last), gap


def _variants(name: str) -> Compared:
    known = _rows(_file("expected-utility", f"{name}.variants"))
    gaps, most = [], 0
    for letter in READINGS:
        rows = [one for one in known if one["variant"] == letter]
        ours = _challenge(name, len(rows) - 1, letter)
        most = max(most, len(rows) - 1)
        gaps += [_gap(ours.median[:, 0], [float(one["weighted_median"]) for one in rows])]
        gaps += [_gap(ours.mean[:, 0], [float(one["weighted_mean"]) for one in rows])]
    return Compared(f"{name}, {len(READINGS)} readings", "weighted median and mean", f"to {most}", max(gaps))


@cache
def _challenge(name: str, rounds: int, letter: str = "A") -> Bargain:
    return bargain(emissions() if name == "emission_standards" else _data("expected-utility", name),
                   "expected-utility", READINGS[letter], rounds)  # fmt: skip


def variants(rounds: int = 6) -> str:
    """How much the reading of the expected-utility model matters on the emission standards."""
    rows = []
    for letter, options in READINGS.items():
        ours = _challenge("emission_standards", rounds, letter)
        said = (
            ", ".join(f"`{name}={value}`" for name, value in options.items())
            or "default, `preset=scholz-code`"
        )
        medians = [f"{value:.2f}" for value in ours.median[1:, 0]]
        rows.append((said, *medians, f"{float(ours.mean[-1, 0]):.3f}"))
    columns = ("Options; median after round", *(str(at + 1) for at in range(rounds)), f"mean after {rounds}")
    return table(columns, rows, range(1, rounds + 2))


# ------------------------------------------------------------------------------------------------- condorcet


def _spatial() -> Iterator[Compared]:
    for name in SPATIAL:
        ours = bargain(spatial(name), "condorcet", EXAMPLE if name == "smpExample" else {})
        gap = _states(ours, ours.position, _file("condorcet", f"{name}.positions"))
        yield Compared(_named(ours), "all positions, and when they come to rest", str(ours.rounds), gap)
        if ours.ideal is not None:
            gap = _states(ours, ours.ideal, _file("condorcet", f"{name}.ideals"))
            yield Compared("", "all ideals", str(ours.rounds), gap)


def spatial(name: str) -> DataSet:
    """One of KTAB's samples; with the matrix by which ideals follow positions, where it has one."""
    data, file = _data("condorcet", name), _file("condorcet", f"{name}.adjustment")
    if not file.exists():
        return data
    said = {one["actor"]: one for one in _rows(file)}
    return replace(data, adjustment=[[float(said[i][j]) for j in data.actors] for i in data.actors])


def _states(ours: Bargain, places: Floats, file: Path) -> float:
    known = _rows(file)
    if len(known) != len(places) * len(ours.data.issues):
        return np.inf
    issues = [issue.id for issue in ours.data.issues]
    return max(
        _gap(
            places[int(one["turn"]), issues.index(one["issue"])],
            [float(one[who]) for who in ours.data.actors],
        )
        for one in known
    )


# -------------------------------------------------------------------------------------------------- exchange


def _exchanges() -> Iterator[Compared]:
    for name in ("copenhagen", "cop21"):
        data = exchanged(name)
        ours = bargain(data, "exchange", rounds=1)
        issues = [issue.id for issue in data.issues]
        known = _rows(_file("exchange", f"{name}.means"))
        before, votes = ([float(known[row][issue]) for issue in issues] for row in (0, 1))
        assert ours.vote_mean is not None
        after = dict(zip(issues, ours.vote_mean[1], strict=True))
        yield Compared(_named(ours), "means before any exchange", "-", _gap(ours.mean[0], before))
        held = {
            one["issue"]: float(one["weighted_median"])
            for one in _rows(_file("exchange", f"{name}.baselines"))
        }
        yield Compared(
            "", "weighted medians at the start", "-", _gap(ours.median[0], [held[i] for i in issues])
        )
        if name == "copenhagen":
            yield Compared("", "the first exchange", "1", _first(ours))
            sure = [
                after[i] - float(v)
                for i, v in zip(issues, votes, strict=True)
                if i in {"Commitments", "Extra"}
            ]
            told_of = "mean of the votes on the two issues that no coin reaches"
            yield Compared("", told_of, "1", float(np.abs(sure).max()))


def _first(ours: Bargain) -> float:
    """Both sides of the first exchange against what DECIDE reports of it."""
    gaps = []
    for one, (who, issue, start, end, gain) in zip(ours.offers[0][:2], FIRST, strict=True):
        if (ours.data.actors[one.actor], ours.data.issues[one.issue].id) != (who, issue):
            return np.inf
        gaps.append(_gap(np.array([one.before, one.after, one.numbers["gain"]]), [start, end, gain]))
    return max(gaps)


# ---------------------------------------------------------------------------------------------------- tables


@cache
def emissions() -> DataSet:
    """The ten states of the emission standards, in years."""
    return read(_file("expected-utility", "emission_standards"), {"": (4.0, 10.0)})


def exchanged(name: str) -> DataSet:
    """One of DECIDE's samples."""
    return _data("exchange", name)


def _data(folder: str, name: str) -> DataSet:
    return read(_file(folder, name))


def _file(folder: str, name: str) -> Path:
    return REFERENCE / folder / f"{name}.csv"


def _named(one: Bargain) -> str:
    issues = len(one.data.issues)
    return f"{one.data.title}, {len(one.data.actors)} actors" + (f", {issues} issues" if issues > 1 else "")


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _columns(file: Path) -> dict[str, list[float]]:
    rows = _rows(file)
    return {name: [float(one[name]) for one in rows] for name in rows[0]}


def _gap(ours: Floats, known: Sequence[float]) -> float:
    """The greatest difference; where nothing is held on either side there is none."""
    there = np.asarray(known, dtype=np.float64)
    if there.shape != np.shape(ours):
        return np.inf
    return float(np.nan_to_num(np.abs(np.asarray(ours) - there)).max())
