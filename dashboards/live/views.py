"""Views: the tabs of the page, each with the figures that it gathers; the report draws with the same."""

from dataclasses import dataclass


@dataclass(frozen=True)
class View:
    """A tab: its name in addresses, its title, one line on what it shows, and the figures it gathers."""

    name: str
    title: str
    about: str
    figures: tuple[str, ...]


VIEWS: tuple[View, ...] = (
    View("headline", "At a glance", "What the worlds come to, and when.", ("odds", "timeline")),
    View("positions", "Positions", "Where each actor stands, week by week.", ("positions",)),
    View("recognition", "Recognition", "Who recognises, how fast and where.", ("recognition", "map")),
    View(
        "votes",
        "Votes",
        "The Council, the allies and the union, member by member.",
        ("votes", "consensus", "union"),
    ),
    View("ground", "On the ground", "Unrest by place, and the force.", ("unrest", "force")),
    View("compare", "Compare", "What the levers change, world by world.", ()),
    View("why", "Why", "What one actor decided in one world, and what its positions rest on.", ()),
    View("scored", "Scored", "The forecast beside what happened, where the case knows it.", ()),
    View("influence", "Who moved whom", "Points by which one actor moved another.", ("influence",)),
)
NAMES = tuple(one.name for one in VIEWS)


def view(name: str) -> View:
    """The view of a name; the first for a name that is none."""
    return next((one for one in VIEWS if one.name == name), VIEWS[0])
