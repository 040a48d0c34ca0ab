"""Offers in a table: a line for each issue of a deal, and what carried it on the first of them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len

from cli.numbers import decimals, fixed
from cli.screen import console, heading, level, paragraph, table

if TYPE_CHECKING:
    from agents.protocols import Offer
    from sim.bargain import Bargain

MOST_LINES = 60
"""Lines of a table; JSON has all."""
PASSED = "passed over"
SHOWN = {
    "eu_ij": "Own\nEU",
    "eu_ji": "Other's\nEU",
    "chance": "Chance",
    "gain": "Gain",
    "others_gain": "Others\ngain",
    "others_loss": "Others\nlose",
}
"""What carried an offer, by the protocols' names, and what a column of it is called; JSON has the rest."""
BRIEF = {"taken by the proposer": "proposer only", "taken by the receiver": "receiver only"}
"""Endings in fewer words."""
LONGEST = 40
"""Characters after which a name is cut."""
NARROWEST = 12
"""Columns of the screen below which names are not squeezed while there is something to leave out."""


@dataclass(frozen=True)
class _Deal:
    """What two actors offered one another in a round: one offer, or one for each issue or each side."""

    round: int
    offers: "tuple[Offer, ...]"

    @property
    def kind(self) -> str:
        return self.offers[0].kind

    @property
    def ended(self) -> str:
        return self.offers[0].ended


@dataclass(frozen=True)
class _Column:
    """A column of the table; `folds` if it may be squeezed, `spare` if it may be left out."""

    title: str
    cells: Sequence[str]
    right: bool = False
    folds: bool = False
    spare: bool = False

    @property
    def least(self) -> int:
        """How wide it has to be."""
        widest = max(map(cell_len, (*self.title.splitlines(), *self.cells)))
        return min(widest, NARROWEST) if self.folds else widest


def tell_offers(one: "Bargain", *, every: bool) -> None:
    """Print the offers that came to something, or all; what is left out is counted."""
    deals = _deals(one)
    if not deals:
        return
    meant = [deal for deal in deals if every or deal.ended != PASSED]
    lines = accumulate(len(deal.offers) for deal in meant)
    shown = [deal for deal, line in zip(meant, lines, strict=True) if line <= MOST_LINES]
    kinds = {deal.kind for deal in shown}
    what = f"{kinds.pop()}s" if len(kinds) == 1 else "offers"
    heading(f"{what.capitalize()}{'' if every or not shown else ' that came to something'}")
    if shown:
        columns, gap = _fitting(list(_columns(one, shown)), console().width)
        table(
            level([column.title for column in columns]),
            list(zip(*(column.cells for column in columns), strict=True)),
            right=[at for at, column in enumerate(columns) if column.right],
            fold=[at for at, column in enumerate(columns) if column.folds],
            gap=gap,
        )
    else:
        paragraph("None came to anything.")
    _left_out(deals, len(meant) - len(shown), what, every=every)


def _deals(one: "Bargain") -> list[_Deal]:
    """Offers of one round between the same two that the same numbers carried, put together."""
    made = [(at, offer) for at, offers in enumerate(one.offers, 1) for offer in offers]

    def terms(at_and_offer: "tuple[int, Offer]") -> object:
        at, offer = at_and_offer
        carried = [offer.numbers.get(name) for name in SHOWN]
        return at, {offer.actor, offer.other}, offer.kind, offer.ended, carried

    groups = (list(group) for _, group in groupby(made, terms))
    return [_Deal(group[0][0], tuple(offer for _, offer in group)) for group in groups]


def _columns(one: "Bargain", deals: Sequence[_Deal]) -> Iterator[_Column]:
    """The columns: who, with whom, on what, from where to where, and what carried it."""
    actors = [_cut(name) for name in one.data.actors]
    issues = [_cut(axis.id) for axis in one.data.issues]
    offers = [offer for deal in deals for offer in deal.offers]
    places = _places(one, offers)
    yield _Column("Round", _once(deals, [str(deal.round) for deal in deals]), right=True)
    yield _Column("Actor", [actors[offer.actor] for offer in offers], folds=True)
    yield _Column("With", [actors[offer.other] for offer in offers], folds=True)
    if len(issues) > 1:
        yield _Column("Issue", [issues[offer.issue] for offer in offers], folds=True)
    for title, words in (
        ("Offer", [deal.kind for deal in deals]),
        ("Ended", [BRIEF.get(deal.ended, deal.ended) for deal in deals]),
    ):
        if len(set(words)) > 1:
            yield _Column(title, _once(deals, words))
    yield _Column("From", [fixed(offer.before, places[offer.issue]) for offer in offers], right=True)
    yield _Column("To", [fixed(offer.after, places[offer.issue]) for offer in offers], right=True)
    for name, title in SHOWN.items():
        amounts = [deal.offers[0].numbers.get(name, float("nan")) for deal in deals]
        if any(name in offer.numbers for offer in offers):
            few = decimals(amounts)
            yield _Column(title, _once(deals, [fixed(x, few) for x in amounts]), right=True, spare=True)


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


def _places(one: "Bargain", offers: "Sequence[Offer]") -> list[int]:
    """With how many decimals positions are shown, by issue; the same for all issues of one scale."""
    scales = [(axis.low, axis.high) for axis in one.data.issues]
    told = {
        scale: decimals(x for o in offers if scales[o.issue] == scale for x in (o.before, o.after))
        for scale in scales
    }
    return [told[scale] for scale in scales]


def _once(deals: Sequence[_Deal], words: Sequence[str]) -> list[str]:
    """What is said of a deal, on the first of its lines."""
    return [
        word if first else ""
        for deal, word in zip(deals, words, strict=True)
        for first in (True, *[False] * (len(deal.offers) - 1))
    ]


def _fitting(columns: list[_Column], width: int) -> tuple[list[_Column], int]:
    """As many of the columns as fit, and the blanks between them."""
    while True:
        for gap in (2, 1):
            if sum(column.least + gap for column in columns) - gap <= width:
                return columns, gap
        spare = [at for at, column in enumerate(columns) if column.spare]
        if not spare:
            return columns, 1
        del columns[spare[-1]]


def _left_out(deals: Sequence[_Deal], more: int, what: str, *, every: bool) -> None:
    """Count what is not shown, and say where it is."""
    passed = Counter(deal.kind for deal in deals if deal.ended == PASSED and not every)
    counted = [f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in passed.items()]
    left = [f"{' and '.join(counted)} passed over (--offers)"] if passed else []
    left += [f"{more} more {what if more > 1 else what.removesuffix('s')} (--json)"] if more else []
    if left:
        paragraph(f"Not shown: {'; '.join(left)}.")
