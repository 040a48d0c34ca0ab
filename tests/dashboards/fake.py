"""A made-up run: random content in the shape that the simulation gives, so that views are tested alone."""

from types import SimpleNamespace as Space
from typing import Any

import numpy as np
import xarray as xr

from sim.rivals import Ending, Rivals

STATES = {
    "united-states": ("United States", "USA", "nato unsc"),
    "russia": ("Russia", "RUS", "unsc"),
    "france": ("France", "FRA", "eu nato unsc"),
    "united-kingdom": ("United Kingdom", "GBR", "eu nato unsc"),
    "china": ("China", "CHN", "unsc"),
    "germany": ("Germany", "DEU", "eu nato"),
    "italy": ("Italy", "ITA", "eu nato unsc"),
    "belgium": ("Belgium", "BEL", "eu nato unsc"),
    "spain": ("Spain", "ESP", "eu nato"),
    "greece": ("Greece", "GRC", "eu nato"),
    "romania": ("Romania", "ROU", "eu nato"),
    "slovakia": ("Slovakia", "SVK", "eu nato unsc"),
    "cyprus": ("Cyprus", "CYP", "eu"),
    "slovenia": ("Slovenia", "SVN", "eu nato"),
    "hungary": ("Hungary", "HUN", "eu nato"),
    "finland": ("Finland", "FIN", "eu"),
    "malta": ("Malta", "MLT", "eu"),
    "turkey": ("Turkey", "TUR", "nato"),
    "south-africa": ("South Africa", "ZAF", "unsc"),
}
PLACES = ["north-mitrovica", "enclaves", "rest-of-kosovo", "belgrade", "wider-region"]
ISSUES = ["recognition", "troop_presence", "talks", "eu_mission"]
TEXTS = ["extend-talks", "endorse-plan", "condemn-declaration"]
POSTURES = ["draw-down", "hold", "reinforce", "reserves-on-call"]
RESPONSES = ["protest", "embargo"]
WEEKS = 56


def sourced(low: float, mode: float, high: float, unit: str, source: str = "judgement") -> Space:
    """Return a ranged number as the scenario keeps it."""
    return Space(
        value=None, low=low, mode=mode, high=high, unit=unit, source=source, note="A guess, said so."
    )


def one_actor(name: str, iso3: str | None, kind: str, bodies: str, low: float) -> Space:
    """Return an actor with a position on every issue."""
    said = Space(
        low=low,
        mode=low + 15,
        high=low + 30,
        salience=Space(low=0.3, mode=0.6, high=0.9),
        grade="stated" if low > 50 else "assumed",
        evidence=["s-000-01"] if low > 50 else [],
        note="x",
    )
    positions = {} if kind in ("body", "force") else dict.fromkeys(ISSUES, said)
    return Space(
        name=name, iso3=iso3, kind=kind, memberships={b: {} for b in bodies.split()}, positions=positions
    )


def cast(random: np.random.Generator) -> dict[str, Space]:
    """Return the parties, the states and the bodies."""
    people = {
        "serbia": one_actor("Serbia", "SRB", "party", "", 0),
        "kosovo": one_actor("Kosovo's leaders", "XKX", "party", "", 70),
        **{k: one_actor(n, i, "state", b, float(random.integers(0, 70))) for k, (n, i, b) in STATES.items()},
    }
    bodies = {"unsc": "UN Security Council", "nato": "NATO", "eu": "European Union", "kfor": "KFOR"}
    kinds = {"kfor": "force"}
    return people | {k: one_actor(n, None, kinds.get(k, "body"), "", 0) for k, n in bodies.items()}


def make_scenario(random: np.random.Generator) -> Space:
    """Return a scenario with every role filled."""
    scale = {
        0: "never without consent",
        25: "settlement only",
        50: "with a resolution",
        75: "coordinated",
        100: "at once",
    }
    named = {
        i: Space(title=i.replace("_", " ").capitalize(), question="How far?", scale=scale) for i in ISSUES
    }
    meeting = {"kind": "meeting", "body": "eu", "source": "s-000-01", "note": ""}
    case = Space(
        title="A status dispute",
        summary="Two parties, one status.",
        forecast_date="2007-12-10",
        start="2007-12-10",
        weeks=WEEKS,
        roles={
            "claimant": "kosovo",
            "parent": "serbia",
            "force": "kfor",
            "council": "unsc",
            "alliance": "nato",
            "union": "eu",
            "patrons_of_claimant": ["united-states"],
            "patrons_of_parent": ["russia"],
        },
        issue_roles={
            "status": "recognition",
            "posture": "troop_presence",
            "talks": "talks",
            "mission": "eu_mission",
        },
        documents={
            "000": Space(file="000.txt", sha256="0" * 64, outlet="A Gazette", date="2007-12-07", note="")
        },
        calendar=[
            Space(date="2007-12-07", name="Allies meet", **meeting),
            Space(date="2007-12-10", name="Deadline", **meeting),
            Space(date="2007-12-14", name="Leaders meet", **meeting),
        ],
        places={p: Space(name=p.replace("-", " ").title()) for p in PLACES},
        texts={t: Space(title=t.replace("-", " ").capitalize(), issue="talks") for t in TEXTS},
        postures={p: Space(title=p.replace("-", " ").capitalize()) for p in POSTURES},
        responses={r: Space(title=r.capitalize(), actor="serbia") for r in RESPONSES},
        headline=["declaration", "recognition_day_90"],
    )
    statement = Space(
        document="000",
        start=3,
        end=90,
        speaker="A minister",
        actor="kosovo",
        issue="recognition",
        mode="direct",
        stance="supports",
        position=90,
        paraphrase="Says that the step is near.",
    )
    return Space(
        name="made-up/baseline",
        title="As things stand",
        question="What follows if nobody changes course?",
        notes="",
        chain=("made-up/baseline",),
        case_name="made-up",
        case=case,
        issues=named,
        actors=cast(random),
        hash="f" * 64,
        references={"book": Space(title="A Book", author="An Author", year=2007, kind="book")},
        statements={"s-000-01": statement},
        rules=Space(),
        events=[],
        origin={},
        parameters=Space(
            unrest=Space(decay=sourced(0.1, 0.2, 0.3, "per day"), spill=sourced(0, 0.1, 0.2, "share", "book"))
        ),
    )


def arrays(random: np.random.Generator, scenario: Space, runs: int) -> dict[str, tuple[Any, ...]]:
    """Return every variable of the results with plausible random content."""
    actors = list(scenario.actors)
    n, states = len(actors), np.array([a.kind == "state" for a in scenario.actors.values()])
    coded = np.array(
        [[a.positions[i].mode if a.positions else np.nan for a in scenario.actors.values()] for i in ISSUES]
    )
    start = np.clip(coded + random.normal(0, 6, (runs, 4, n)), 0, 100)
    pull = (1 - np.exp(-np.arange(WEEKS) / 20))[:, None, None] * (50 - coded) * 0.25
    walk = np.clip(start[:, None] + pull + np.cumsum(random.normal(0, 0.3, (runs, WEEKS, 4, n)), 1), 0, 100)
    declared = np.where(random.random(runs) < 0.85, random.integers(5, 25, runs), -1)
    follow = declared[:, None] + random.geometric(random.uniform(0.01, 0.3, n), (runs, n)) - 1
    known = (declared[:, None] >= 0) & (follow < WEEKS) & states
    voters = np.array(["unsc" in a.memberships for a in scenario.actors.values()])
    union = np.array(["eu" in a.memberships for a in scenario.actors.values()])
    allies = np.array(["nato" in a.memberships for a in scenario.actors.values()])
    result = random.integers(0, 5, (runs, 3))
    vote = np.where(voters & (result > 0)[..., None], random.choice([1, 0, -1, -2], (runs, 3, n)), -9)
    severity = random.gamma(1.2, 6, (runs, WEEKS, 5)) * np.array([3, 1, 0.6, 0.3, 0.4])
    stance = np.where(union, random.choice([1, 1, 0, -1], (runs, 4, n)), -9)
    stance[:, 1:3] = -9
    return {
        "position": (("run", "week", "issue", "actor"), walk),
        "position_start": (("run", "issue", "actor"), start),
        "salience": (("run", "issue", "actor"), random.random((runs, 4, n))),
        "recognised_week": (("run", "actor"), np.where(known, follow, -1)),
        "declaration_week": (("run",), declared),
        "coordinated": (("run",), random.random(runs) < 0.6),
        "agreement_week": (("run",), np.full(runs, -1)),
        "text_week": (("run", "text"), np.where(result > 0, 8, -1)),
        "text_result": (("run", "text"), result),
        "vote": (("run", "text", "actor"), vote),
        "objection": (("run", "posture", "actor"), random.integers(0, 3, (runs, 4, n)) * allies),
        "proposals": (("run", "posture"), np.full((runs, 4), 3)),
        "union_week": (("run", "issue"), np.where(random.random((runs, 4)) < 0.5, 12, -1)),
        "stance": (("run", "issue", "actor"), stance),
        "strength": (("run", "week"), random.normal(15800, 300, (runs, WEEKS))),
        "usable": (("run", "week", "place"), random.normal(1800, 90, (runs, WEEKS, 5))),
        "reserves": (("run", "week"), random.integers(0, 3, (runs, WEEKS))),
        "severity": (("run", "week", "place"), severity),
        "incidents": (("run", "week", "place"), (severity / 4).astype(int)),
        "response_week": (("run", "response"), np.where(random.random((runs, 2)) < 0.7, 11, -1)),
        "chain_week": (("run",), np.where(random.random(runs) < 0.1, 30, -1)),
        "moved": (
            ("issue", "actor", "source"),
            random.normal(0, 1.5, (4, n, n)) * (random.random((4, n, n)) < 0.3),
        ),
    }


def make(seed: int = 1, runs: int = 40) -> Space:
    """Return made-up results of the shape of `sim.results.Results`."""
    random = np.random.default_rng(seed)
    scenario = make_scenario(random)
    dates = np.datetime64("2007-12-10", "ns") + np.arange(WEEKS) * np.timedelta64(7, "D")
    actors = list(scenario.actors)
    names = {"issue": ISSUES, "place": PLACES, "text": TEXTS, "posture": POSTURES, "response": RESPONSES}
    coordinates = {
        "run": range(runs),
        "week": range(WEEKS),
        "date": ("week", dates),
        "actor": actors,
        "source": actors,
        **names,
    }
    data = xr.Dataset(arrays(random, scenario, runs), coords=coordinates)
    data.attrs["step_days"] = 7.0
    data["severity"].attrs = {"units": "March 2004 = 100", "description": "Severity of unrest"}
    outcomes = {
        "declaration": {
            "mean": 0.85,
            "q05": 0,
            "q50": 1,
            "q95": 1,
            "unit": "share of runs",
            "meaning": "Independence is declared",
        },
        "recognition_day_90": {
            "mean": 11.2,
            "q05": 4,
            "q50": 11,
            "q95": 17,
            "unit": "states",
            "meaning": "States recognising by day 90",
        },
    }
    summary = {"scenario": scenario.name, "seed": seed, "runs": runs, "outcomes": outcomes, "recognition": {}}
    return Space(scenario=scenario, seed=seed, runs=runs, data=data, outcomes=summary, decisions=None)


def make_rivals(own: str = "influence", runs: int = 12, seed: int = 1) -> Rivals:
    """Return made-up endings of some models on the issues of the made-up case."""
    random = np.random.default_rng(seed)
    start = random.uniform(30, 70, (runs, len(ISSUES)))
    still = Ending(mean=start, median=start, moved=np.zeros_like(start))
    ends = {
        name: Ending(
            mean=np.clip(start + random.normal(0, 9, start.shape), 0, 100),
            median=np.clip(start + random.normal(0, 9, start.shape), 0, 100),
            moved=random.uniform(0, 20, start.shape),
        )
        for name in ("influence", "median", "expected-utility", "exchange")
    }
    return Rivals(
        issues=ISSUES,
        runs=runs,
        weeks=WEEKS,
        own=own,
        start=still,
        endings={"none": still, **ends},
        lacking={"condorcet": ("a vote",)},
    )


def make_bare() -> Space:
    """Return results of a case without bodies, places, texts or a declaration: only positions."""
    full = make()
    full.data = full.data[["position", "position_start", "salience", "moved"]].drop_dims(
        ["place", "text"], errors="ignore"
    )
    case = full.scenario.case
    case.roles, case.issue_roles, case.calendar, case.headline = {}, {}, [], []
    case.places = case.texts = case.postures = case.responses = {}
    full.outcomes = {"scenario": "bare/baseline", "seed": 1, "runs": full.runs, "outcomes": {}}
    return full
