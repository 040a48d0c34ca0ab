"""How much options and luck of the protocols matter: small tables of docs/protocols.md, from runs."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from agents import protocols
from agents.arrays import Floats
from agents.protocols import Table
from agents.protocols.outcome import weighted_mean
from docs.marked import table
from docs.references import emissions, exchanged, spatial
from sim.bargain import bargain, table_of
from sim.draws import Streams

COSTS = (1.0, 2.0, 5.0, 10.0, 100.0, 1e6)
PRECISIONS = (1.0, 10.0, 100.0, 1000.0)
RUNS, SEED, ROUNDS = 1000, 2007, 6
TRIALS = 300

CHOSEN: tuple[Mapping[str, Any], ...] = (
    {},
    {"VictoryProbModel": "Square"},
    {"PCEModel": "MarkovIncentive"},
    {"VotingRule": "Cubic"},
    {"VotingRule": "ASymProsp"},
    {"BigRAdjust": "Full"},
    {"BigRRange": "Max"},
    {"ThirdPartyCommit": "NoCommit"},
    {"InterVecBrgn": "S1P1"},
    {"InterVecBrgn": "S2PMax"},
    {"BargnModel": "InitRcvrInterp"},
    {"BargnModel": "PWCompInterp"},
)
"""One option changed at a time; the rules that jump, `Binary` and `PropBin`, are left out."""

DECIDE = {
    "Newtreaty": "51.39 or 54.26",
    "DevlopC2020": "62.14, 66.66 or 66.88",
    "Domestred": "37.08, 37.32 or 41.19",
    "MRVdecrease": "44.18, 44.84, 46.76 or 47.43",
    "Commitments": "19.06",
    "Control": "68.54",
    "Extra": "95.48",
}
"""Means of the votes after round 1 by DECIDE 2020.2.2 as shipped, over 60 seeds of its coin."""


def nash_cost() -> str:
    """How the Nash solution nears the mean, or the median, as a breakdown costs more."""
    rows = [
        (f"{cost:,.0f}", *(f"{_agreed(cost, loss):.4f}" for loss in ("quadratic", "linear")))
        for cost in COSTS
    ]
    start = bargain(emissions(), "none", rounds=0)
    rows.append(("mean, median by power", f"{start.mean[0, 0]:.4f}", f"{start.median[0, 0]:.4f}"))
    return table(("`cost`", "`loss=quadratic`", "`loss=linear`"), rows, (0, 1, 2))


def _agreed(cost: float, loss: str) -> float:
    return float(bargain(emissions(), "nash", {"cost": cost, "loss": loss}, 1).mean[1, 0])


def precision() -> str:
    """What the error of quantal response does to the mean position."""
    rows = []
    for one in PRECISIONS:
        low, middle, high = np.quantile(
            _many("quantal-response", {"precision": one})[:, 0], (0.05, 0.5, 0.95)
        )
        rows.append((f"{one:,.0f}", f"{middle:.2f}", f"{low:.2f} to {high:.2f}"))
    sure = bargain(emissions(), "expected-utility", rounds=ROUNDS).mean[-1, 0]
    rows.append(("`expected-utility`", f"{sure:.2f}", "-"))
    return table(("`precision`", "Mean position, middle of the runs", "90% of runs"), rows, (0, 1))


def _many(protocol: str, options: Mapping[str, Any]) -> Floats:
    """Mean positions after the last round, (R, K)."""
    rule, at = protocols.get(protocol, options), _repeated(table_of(emissions()), RUNS)
    luck = Streams(SEED, range(RUNS)).uniforms("negotiation", ROUNDS, *at.position.shape[1:])
    for number in range(ROUNDS):
        at = replace(at, position=rule.round(replace(at, luck=luck[:, number])).position)
    return weighted_mean(at.position, at.power)


def _repeated(one: Table, runs: int) -> Table:
    """The same table in so many runs."""
    return replace(
        one,
        position=np.repeat(one.position, runs, axis=0),
        start=np.repeat(one.start, runs, axis=0),
        salience=np.repeat(one.salience, runs, axis=0),
        susceptibility=np.repeat(one.susceptibility, runs),
        tell=False,
    )


def condorcet_options() -> str:
    """Where one of KTAB's samples comes to rest when one option is changed."""
    rows = []
    for options in CHOSEN:
        ours = bargain(spatial("SOE-Policy"), "condorcet", options)
        said = ", ".join(f"`{name}={value}`" for name, value in options.items()) or "defaults"
        rows.append((said, str(ours.rounds), f"{ours.median[-1, 0]:.1f}", f"{ours.mean[-1, 0]:.1f}"))
    return table(("Options", "Rounds", "Weighted median at the end", "Weighted mean"), rows, (1, 2, 3))


def exchange_votes() -> str:
    """Means of the votes on Copenhagen after a round, by DECIDE as shipped and by ours over many draws."""
    data = exchanged("copenhagen")
    at = _repeated(table_of(data), TRIALS)
    luck = Streams(SEED, range(TRIALS)).uniforms("negotiation", 1, *at.position.shape[1:])
    came = protocols.get("exchange").round(replace(at, luck=luck[:, 0]))
    assert came.voting is not None
    votes = weighted_mean(came.voting, at.power)
    rows = [(f"`{issue.id}`", DECIDE[issue.id], _spread(votes[:, k])) for k, issue in enumerate(data.issues)]
    return table(("Issue", "DECIDE as shipped, 60 seeds of its coin", f"Ours, {TRIALS} draws of luck"), rows)


def _spread(values: Floats) -> str:
    found = sorted({f"{value:.2f}" for value in values}, key=float)
    return " or ".join(found) if len(found) < 3 else f"{found[0]} to {found[-1]}"
