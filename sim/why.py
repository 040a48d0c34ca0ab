"""Why: what an actor decided, and the named terms that carried it, in words and numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from sim.block import run_block
from sim.clock import Clock
from sim.log import TERM, tabulate
from sim.results import Results
from sim.store.ledger import of_runs

if TYPE_CHECKING:
    import scenarios

MEANINGS = {
    "rival_challenge": "what the other can expect of a challenge",
    "own_challenge": "what it can expect of challenging the other itself",
    "likelihood": "how likely a vote of all makes the bargain",
    "gain": "what its exchanges on the issue gain it",
    "base_rate": "what happens at all in a day",
    "position": "its own position",
    "diffusion": "peers that have recognised",
    "endorsement": "the Council's endorsement",
    "settlement": "an agreement of the parties",
    "coordinated": "a declaration made with the partners",
    "union_text": "the union's common position",
    "exposure": "fear of a precedent at home",
    "reliance": "reliance on the patrons of either party",
    "plan": "commitment to the plan",
    "reservation": "its reservation position (a shut gate)",
    "without_it": "distance from what holds without the text",
    "with_it": "distance from the text",
    "chance": "what the model does not see",
    "instructed": "the scenario imposes the vote",
    "veto_expected": "a veto is expected",
    "insistence": "the sponsors insist",
    "tolerance": "what an ally bears",
    "distance": "distance from its position",
    "alarm": "alarm at violence on the ground",
    "margin": "how far a member will stretch",
    "legal_basis": "the legal basis",
    "expected_recognition": "recognition that can be expected",
    "readiness": "readiness of the force",
    "mission": "the mission is decided",
    "request": "the partners' request to wait",
    "impatience": "impatience",
    "talks_open": "talks are still open",
    "order": "the scenario dates it",
    "agreement": "what the parties agreed",
    "ruled_out": "the scenario rules it out",
    "dated_by_scenario": "the scenario leaves it no choice",
    "salience": "how much it matters to it",
    "mediation": "the mediators' effort",
    "deadline": "the deadline",
    "no_deal": "what it can hope for without a deal",
    "acceptance": "its acceptance of the plan's safeguards",
    "recognitions": "recognitions so far",
}
"""A named term in words."""

UNITS = {
    "yield": "",
    "vote": "points",
    "silence": "points",
    "union": "points",
    "talks": "points",
    "sponsor": "",
}
"""Unit of a decision's terms by the kind of decision; all others are logarithms of a rate per day."""


@dataclass(frozen=True)
class Explanation:
    """What an actor decided in one run; `rows` are the entries of the log, `text` tells them."""

    actor: str
    run: int
    rows: tuple[dict[str, Any], ...]
    text: str

    def as_dict(self) -> dict[str, Any]:
        """For a program: actor, run and the rows."""
        return {"actor": self.actor, "run": self.run, "decisions": list(self.rows)}


class UnknownActorError(KeyError):
    """The case has no actor of that name."""


def explain(results: Results, actor: str, run: int | None = None, week: int | None = None) -> Explanation:
    """Explain an actor's decisions in one run; with a week, every weighing of that week, replayed exactly.

    Without a run, run 0 is explained.  Errors: UnknownActorError; IndexError for a run or week not run.
    """
    if actor not in results.scenario.actors:
        raise UnknownActorError(actor)
    number = 0 if run is None else run
    if failed := results.failed(number):
        raise IndexError(f"--run: {number} failed: {failed}")
    if not 0 <= number <= results.last:
        raise IndexError(f"--run: {number} is outside 0 to {results.last}")
    steps = int(results.data.sizes["week"])
    if week is not None and not 0 <= week < steps:
        raise IndexError(f"--week: {week} is outside 0 to {steps - 1}")
    if week is None:
        table = of_runs(results.decisions, number, number + 1)
    else:
        block = run_block(results.scenario, results.seed, [number], keep_all=True)
        table = tabulate([e for e in block.entries if e.week == week], block.cast.actors)
    rows = rows_of(table, actor)
    heading = f"{results.scenario.actors[actor].name}, run {number} of {results.scenario.name}"
    heading += f" (seed {results.seed})"
    body = tell(results.scenario, rows) or _nothing(results, actor, number, week)
    return Explanation(actor, number, tuple(rows), f"{heading}\n\n{body}")


def _nothing(results: Results, actor: str, run: int, week: int | None) -> str:
    """Why there is nothing to explain."""
    if results.scenario.actors[actor].kind in {"body", "force"}:
        return "It decides nothing of its own: what it does, its members decide. Ask for one of them."
    recognised = int(results.data["recognised_week"].sel(actor=actor, run=run).values)
    if week is not None and 0 <= recognised < week:
        return f"No decision was before it in week {week}; it recognised in week {recognised}."
    return f"No decision was before it{'' if week is None else f' in week {week}'}."


def rows_of(table: pa.Table, actor: str) -> list[dict[str, Any]]:
    """The entries of one actor as plain dictionaries, terms gathered under `terms`."""
    mine = table.filter(pc.equal(pc.cast(table["actor"], pa.string()), actor))
    rows = []
    for row in mine.to_pylist():
        terms = {
            name.removeprefix(TERM): value
            for name, value in row.items()
            if name.startswith(TERM) and value is not None
        }
        rest = {name: value for name, value in row.items() if not name.startswith(TERM)}
        rows.append({**rest, "terms": terms})
    return rows


def tell(scenario: "scenarios.Scenario", rows: Sequence[dict[str, Any]]) -> str:
    """Entries in words and numbers: a line for what was decided, then its terms, the strongest first."""
    clock = Clock.of(scenario)
    return "\n\n".join(_paragraph(row, clock) for row in rows)


def _paragraph(row: dict[str, Any], clock: Clock) -> str:
    kind, _, what = row["decision"].partition(":")
    subject = f" ({what})" if what else ""
    lines = [f"Week {row['week']}, {clock.day(row['week']).isoformat()}: {kind}{subject}: {row['choice']}."]
    if row["probability"] is not None:
        lines.append(f"  Chance in the week {row['probability']:.1%}; the draw was {row['draw']:.3f}.")
    unit = UNITS.get(kind, "log rate per day")
    lines.append(f"  The terms add up to {row['total']:+.2f}{' ' + unit if unit else ''}:")
    ranked = sorted(row["terms"].items(), key=lambda item: -abs(item[1]))
    lines += [f"    {value:+8.2f}  {MEANINGS.get(name, name)}" for name, value in ranked if value]
    return "\n".join(lines)
