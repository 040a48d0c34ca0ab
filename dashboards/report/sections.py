"""The order of the report, and what each of its parts is for."""

from dataclasses import dataclass

from dashboards.chart import Chart, Key, Table
from dashboards.figures import VIEWS, votes
from dashboards.reading import Reading


@dataclass(frozen=True)
class Plan:
    """One part of the report: which views it gathers, and in how many columns (`one`, `two`, `three`)."""

    id: str
    title: str
    intro: str
    views: tuple[str, ...]
    columns: str = "two"


@dataclass(frozen=True)
class Section:
    """A part with its charts drawn; `extra` is a table that belongs to the whole part."""

    plan: Plan
    charts: list[Chart]
    extra: Table | None = None

    @property
    def keys(self) -> tuple[Key, ...]:
        """The legend that all charts of the part share, said once; empty where they differ."""
        first = self.charts[0].keys
        return first if len(self.charts) > 1 and all(c.keys == first for c in self.charts) else ()


PLANS = (
    Plan(
        "positions",
        "How positions move",
        "Where each actor stands on each issue, week by week. Lines are medians over all worlds, shaded fans "
        "hold 90% of them. A few actors carry colour; the others are drawn in grey.",
        ("positions",),
    ),
    Plan(
        "recognition",
        "Who recognises, and how fast",
        "Counted from the day of the declaration, in those worlds in which one is made.",
        ("recognition",),
        "one",
    ),
    Plan("where", "Where recognition comes early", "", ("map",)),
    Plan("odds", "When", "", ("odds",), "one"),
    Plan(
        "council",
        "Votes in the Council",
        "How each member votes on each text that is tabled, and what becomes of the text.",
        ("votes",),
        "three",
    ),
    Plan(
        "consensus",
        "Consensus among allies and in the union",
        "Bodies that decide by consensus are stopped by few; here is by whom.",
        ("consensus", "union"),
    ),
    Plan(
        "unrest",
        "Unrest, place by place",
        "Severity of incidents by week. All places share one scale. The median world is calm when the worst "
        "are not, so the mean of the worst 5% of worlds is drawn beside it. It describes; it is no score.",
        ("unrest",),
        "three",
    ),
    Plan("force", "The force on the ground", "", ("force",)),
    Plan(
        "influence",
        "Who moved whom",
        "Points by which one actor moved another on the 0-100 scale, over the whole run.",
        ("influence",),
    ),
    Plan("timeline", "In order of time", "", ("timeline",), "one"),
)


def drawn(reading: Reading) -> list[Section]:
    """Return the parts that this case has, charts drawn; a part without charts is left out."""
    found = []
    for plan in PLANS:
        charts = [chart for view in plan.views for chart in VIEWS[view](reading)]
        if charts:
            found.append(Section(plan, charts, votes.summary(reading) if "votes" in plan.views else None))
    return found
