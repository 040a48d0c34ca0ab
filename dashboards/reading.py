"""One reader of a run's results, so that no view needs to know how scenario and arrays are kept.

`Reading` gives names, members, dates and quantiles. It asks for nothing that a case may lack: a missing
role, body or variable is an empty answer, and the view that needed it is left out.
"""

import datetime as dt
import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from sim.outcomes import recognised_by

Array = npt.NDArray[Any]

MOST_DRAWN = 5_000
"""Worlds that charts draw at most: more would not be seen, and tables count all of them."""


class RunResults(Protocol):
    """The part of `sim.results.Results` that is read here (structural, so that any ensemble can be shown)."""

    @property
    def scenario(self) -> Any:
        """The resolved scenario."""

    @property
    def seed(self) -> int:
        """The seed of the ensemble."""

    @property
    def runs(self) -> int:
        """The number of runs."""

    @property
    def data(self) -> Any:
        """The labelled arrays, an xarray Dataset."""

    @property
    def outcomes(self) -> Any:
        """The content of outcomes.json."""


def pick(thing: Any, key: str, default: Any = None) -> Any:
    """Return `key` of a mapping or of an object; `default` where it is absent or None."""
    found = thing.get(key) if isinstance(thing, Mapping) else getattr(thing, key, None)
    return default if found is None else found


def plain(text: str) -> str:
    """Return text escaped for plotly, which reads a few HTML tags in labels."""
    return html.escape(text, quote=False)


@dataclass(frozen=True)
class Fan:
    """Quantiles over runs: 5, 25, 50, 75 and 95 per cent."""

    low: Array
    lower: Array
    middle: Array
    upper: Array
    high: Array


def fan(values: Array, axis: int = 0) -> Fan:
    """Return the quantiles of `values` along the axis of runs."""
    low, lower, middle, upper, high = np.quantile(values, [0.05, 0.25, 0.5, 0.75, 0.95], axis=axis)
    return Fan(low, lower, middle, upper, high)


def tidy(values: Any, digits: int = 2) -> list[Any]:
    """Return an array as a plain list for JSON: rounded, NaN as None."""
    rounded = np.round(np.asarray(values, dtype=float), digits).astype(object)
    rounded[~np.isfinite(rounded.astype(float))] = None
    return list(rounded.tolist())


class Reading:
    """A run's results, asked by name.

    runs : worlds that are drawn, the first MOST_DRAWN of those that there are
    """

    def __init__(self, results: RunResults) -> None:
        self.results = results
        self.scenario = results.scenario
        self.case = pick(results.scenario, "case")
        self.runs = min(int(results.runs), MOST_DRAWN)
        # Of more worlds the arrays lie on disk, and are more than memory may hold.
        self.data = results.data
        if self.runs < results.runs:
            self.data = results.data.isel(run=slice(self.runs)).load()
        self.weeks = int(results.data.sizes.get("week", 0))
        self.step_days = float(results.data.attrs.get("step_days", 7))

    def has(self, *names: str) -> bool:
        """Say whether all of these variables are in the results and hold something."""
        return all(name in self.data and self.data[name].size for name in names)

    def values(self, name: str, **where: Any) -> Array:
        """Return a variable as an array, its axes in the order of the contract, at `where` labels."""
        return np.asarray(self.data[name].sel(**where).values)

    def labels(self, coordinate: str) -> list[str]:
        """Return the ids along a coordinate; empty where the case has none."""
        return [str(x) for x in self.data[coordinate].values] if coordinate in self.data.coords else []

    @cached_property
    def dates(self) -> list[str]:
        """The ISO date on which each week begins."""
        if "date" in self.data.coords:
            return [str(np.datetime_as_string(x, unit="D")) for x in self.data["date"].values]
        start = dt.date.fromisoformat(str(pick(self.case, "start"))[:10])
        return [(start + dt.timedelta(days=w * self.step_days)).isoformat() for w in range(self.weeks)]

    @cached_property
    def turns(self) -> list[str]:
        """The ISO dates between steps: on which the first begins, ..., on which the last ends."""
        step = dt.timedelta(days=self.step_days)
        end = dt.datetime.fromisoformat(self.dates[-1]) + step
        return [*self.dates, end.date().isoformat()]

    def course(self, issue: str) -> Array:
        """Positions on an issue from the start to the end of every step; (run, step + 1, actor)."""
        weekly = self.values("position", issue=issue)
        first = self.values("position_start", issue=issue)[:, None] if self.has("position_start") else None
        return weekly if first is None else np.concatenate([first, weekly], axis=1)

    def date_of(self, week: float) -> str:
        """Return the ISO date of a step index, rounded and kept within the run."""
        return self.dates[int(min(max(round(week), 0), self.weeks - 1))]

    @cached_property
    def actors(self) -> list[str]:
        """Actor ids in the order of the last axis."""
        return self.labels("actor")

    def place_in_axis(self, actor: str) -> int:
        """Return the index of an actor along the last axis."""
        return self.actors.index(actor)

    def actor(self, actor: str) -> Any:
        """Return what the scenario says of an actor."""
        return pick(self.scenario.actors, actor)

    def name(self, actor: str) -> str:
        """Return an actor's name as written in the scenario (not escaped)."""
        return str(pick(self.actor(actor), "name", actor))

    def short_name(self, actor: str) -> str:
        """Return an actor's name without what stands in brackets after it."""
        return self.name(actor).partition(" (")[0]

    def kind(self, actor: str) -> str:
        """Return party, state, body, force or community."""
        return str(pick(self.actor(actor), "kind", "state"))

    def iso3(self, actor: str) -> str | None:
        """Return the three-letter country code of an actor, if it has one."""
        return pick(self.actor(actor), "iso3")  # type: ignore[no-any-return]

    def title(self, group: str, key: str) -> str:
        """Return the title or name of an entry of the case (`places`, `texts`, ...) or of `issues`."""
        holder = self.scenario.issues if group == "issues" else pick(self.case, group, {})
        entry = pick(holder, key)
        return str(pick(entry, "title") or pick(entry, "name") or key.replace("-", " ").replace("_", " "))

    def role(self, name: str) -> str | None:
        """Return the actor that holds a role of the case (`claimant`, `council`, ...), if any."""
        found = pick(pick(self.case, "roles"), name)
        return str(found) if found else None

    def role_name(self, name: str, otherwise: str = "") -> str:
        """Return the short name of the actor in a role, or `otherwise`."""
        actor = self.role(name)
        return self.short_name(actor) if actor else otherwise

    def roles(self, name: str) -> list[str]:
        """Return the actors of a role that several may hold (`patrons_of_parent`)."""
        return [str(x) for x in pick(pick(self.case, "roles"), name, ())]

    def issue_role(self, name: str) -> str | None:
        """Return the issue that plays a part in the case (`status`, `posture`, `mission`), if any."""
        found = pick(pick(self.case, "issue_roles"), name)
        return str(found) if found else None

    def members(self, body: str | None) -> list[str]:
        """Return the actors whose memberships name `body`."""
        if body is None:
            return []
        return [a for a in self.actors if body in pick(self.actor(a), "memberships", {})]

    def states(self) -> list[str]:
        """Return the actors that can recognise: states other than the parent and the claimant."""
        parties = {self.role("claimant"), self.role("parent")}
        return [a for a in self.actors if self.kind(a) == "state" and a not in parties]

    def holders(self, issue: str) -> list[str]:
        """Return the actors that hold a position on the issue."""
        return [a for a in self.actors if pick(pick(self.actor(a), "positions", {}), issue) is not None]

    def council_texts(self) -> list[str]:
        """Return the texts that are for the council to decide, not for the union."""
        texts = self.labels("text")
        if not self.has("stance") or self.axis_of("stance")[0] != "text":
            return texts
        return [t for t in texts if not (self.values("stance", text=t) != -9).any()]

    def indices(self, actors: Iterable[str]) -> list[int]:
        """Return the places of several actors along the last axis."""
        where = {a: i for i, a in enumerate(self.actors)}
        return [where[a] for a in actors]

    @cached_property
    def declared(self) -> Array:
        """Mask of the runs in which a declaration falls; (run,) bool."""
        if not self.has("declaration_week"):
            return np.zeros(self.runs, dtype=bool)
        return self.values("declaration_week") >= 0

    @cached_property
    def followed(self) -> Array:
        """Steps observed after the declaration in each run; (run,), -1 where none was made."""
        if not self.declared.any():
            return np.full(self.runs, -1)
        return np.where(self.declared, self.weeks - 1 - self.values("declaration_week").astype(int), -1)

    @cached_property
    def lags(self) -> Array:
        """Steps from declaration to recognition; (run, actor) float, infinite where none followed."""
        recognised = self.values("recognised_week").astype(float)
        start = self.values("declaration_week").astype(float)[:, None]
        return np.where((recognised >= 0) & (start >= 0), recognised - start, np.inf)

    def within(self, days: float) -> Array:
        """Return whether each actor has recognised within `days` of the declaration; (run, actor) bool."""
        return recognised_by(self.data, days)

    def followed_for(self, days: float) -> Array:
        """Return whether each run is observed up to `days` after a declaration; (run,) bool.

        Only such runs count where the question is how fast, or the end of the run would pass for a refusal.
        """
        steps = np.floor(days / self.step_days)
        found: Array = self.declared & (self.followed >= steps)
        return found

    def axis_of(self, variable: str) -> tuple[str, str]:
        """Return the coordinate of a union's texts (`text` or `issue`) and where their titles stand."""
        return ("text", "texts") if "text" in self.data[variable].dims else ("issue", "issues")
