"""The order of the report, and what each of its parts is for."""

from dataclasses import dataclass

from dashboards import words
from dashboards.chart import Chart, Key, Table
from dashboards.figures import VIEWS, protocols, votes
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
    """A part with its charts drawn; `extra` and `glossary` belong to the whole part."""

    plan: Plan
    charts: list[Chart]
    extra: Table | None = None
    glossary: tuple[tuple[str, str, str], ...] = ()
    """Names in the figures with what they mean, and what is lacking where one could not be drawn."""

    @property
    def keys(self) -> tuple[Key, ...]:
        """The legend that all charts of the part share, said once; empty where they differ."""
        first = self.charts[0].keys
        return first if len(self.charts) > 1 and all(c.keys == first for c in self.charts) else ()

    @property
    def absent(self) -> str:
        """Which names of the glossary no figure has, in words; empty where all are drawn."""
        return words.listing([name for name, _, lack in self.glossary if lack])


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
    Plan(
        "protocols",
        "Rival models",
        "Where each model of bargaining would take each issue if it alone moved positions: from the same "
        "start, over the same time, without events, talks or votes. A dot is the median world's mean "
        "position, weighted by capability and salience, at the end; the number at the right says how many "
        "points the average actor moves. Where the models agree, the choice among them matters little.",
        ("protocols",),
    ),
    Plan("timeline", "In order of time", "", ("timeline",), "one"),
)


def drawn(reading: Reading) -> list[Section]:
    """Return the parts that this case has, charts drawn; a part without charts is left out."""
    found = []
    for plan in PLANS:
        charts = [chart for view in plan.views for chart in VIEWS[view](reading)]
        if charts:
            extra = votes.summary(reading) if "votes" in plan.views else None
            glossary = tuple(protocols.models(reading)) if "protocols" in plan.views else ()
            found.append(Section(plan, charts, extra, glossary))
    return found
