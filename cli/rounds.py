"""How a bargain is told: tables that fit the terminal, the columns of the field's round files, or JSON."""

import csv
import math
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from cli.numbers import number
from cli.screen import console, heading, paragraph, say, say_json, table

if TYPE_CHECKING:
    from agents.protocols import Offer
    from scenarios.formats import DataSet
    from sim.bargain import Bargain

MOST_OFFERS = 60
"""Lines of offers in a table; JSON has all of them."""


def tell(one: "Bargain", form: str, *, every_offer: bool = False) -> None:
    """Print a bargain in one of the formats."""
    if form == "json":
        say_json(as_json(one))
    elif form == "csv":
        _write_csv([one], named=False)
    else:
        _table(one, every_offer=every_offer)


def tell_all(data: "DataSet", found: Mapping[str, "Bargain"], missing: Mapping[str, str], form: str) -> None:
    """Print the bargains of several protocols side by side."""
    if form == "json":
        left_out = {name: f"needs {lack}" for name, lack in missing.items()}
        say_json({"protocols": {name: as_json(one) for name, one in found.items()}, "left_out": left_out})
    elif form == "csv":
        _write_csv(list(found.values()), named=True)
    else:
        _side_by_side(data, found, missing)


# ------------------------------------------------------------------------------------------------------ JSON


def as_json(one: "Bargain") -> dict[str, Any]:
    """A bargain as JSON has it: by issue and round, positions by actor, offers by round."""
    data = one.data
    return {
        "title": data.title,
        "format": data.format,
        "protocol": one.protocol,
        "options": dict(one.options),
        "seed": one.seed,
        "rounds": one.rounds,
        "settled": one.settled,
        "issues": {issue.id: _issue(one, k) for k, issue in enumerate(data.issues)},
        "offers": [
            {"round": at + 1, **_offer(data, offer)} for at, made in enumerate(one.offers) for offer in made
        ],
    }


def _issue(one: "Bargain", k: int) -> dict[str, Any]:
    actors, axis = one.data.actors, one.data.issues[k]
    told: dict[str, Any] = {
        "low": axis.low,
        "high": axis.high,
        "weighted_median": _plain(one.median[:, k]),
        "weighted_mean": _plain(one.mean[:, k]),
        "positions": {actor: _plain(one.position[:, k, i]) for i, actor in enumerate(actors)},
    }
    if one.voting is not None and one.vote_mean is not None:
        told["vote_mean"] = _plain(one.vote_mean[:, k])
        told["votes"] = {actor: _plain(one.voting[:, k, i]) for i, actor in enumerate(actors)}
    if one.ideal is not None:
        told["ideals"] = {actor: _plain(one.ideal[:, k, i]) for i, actor in enumerate(actors)}
    for name, amounts in one.numbers.items():
        told[name] = {actor: _plain(amounts[:, k, i]) for i, actor in enumerate(actors)}
    return told


def _plain(amounts: Any) -> list[float | None]:
    """Numbers for JSON; null where there is none."""
    return [float(x) if math.isfinite(x) else None for x in amounts]


def _offer(data: "DataSet", offer: "Offer") -> dict[str, Any]:
    return {
        "actor": data.actors[offer.actor],
        "other": data.actors[offer.other],
        "issue": data.issues[offer.issue].id,
        "kind": offer.kind,
        "ended": offer.ended,
        "before": offer.before,
        "after": offer.after,
        **offer.numbers,
    }


# ------------------------------------------------------------------------------------------------------- CSV


def _write_csv(found: Sequence["Bargain"], *, named: bool) -> None:
    """Round, weighted median and mean, a column per actor; protocol and issue first where there are several."""
    data = found[0].data
    several = len(data.issues) > 1
    lead = (["protocol"] if named else []) + (["issue"] if several else [])
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([*lead, "round", "weighted_median", "weighted_mean", *data.actors])
    for one in found:
        for k, issue in enumerate(data.issues):
            start = ([one.protocol] if named else []) + ([issue.id] if several else [])
            for at in range(one.rounds + 1):
                amounts = (one.median[at, k], one.mean[at, k], *one.position[at, k])
                writer.writerow([*start, at, *("" if math.isnan(x) else repr(float(x)) for x in amounts)])


# ----------------------------------------------------------------------------------------------------- tables


def _table(one: "Bargain", *, every_offer: bool) -> None:
    """Print positions round by round, issue by issue, then the offers."""
    data = one.data
    heading(f"{data.title}: {one.protocol}")
    rest = ", at rest by its own rule" if one.settled else ""
    options = ", ".join(f"{name}={value}" for name, value in one.options.items())
    paragraph(f"{len(data.actors)} actors, {one.rounds} rounds{rest}{f'; {options}' if options else ''}")
    for k in range(len(data.issues)):
        _positions(one, k)
    _offers(one, every=every_offer)


def _positions(one: "Bargain", k: int) -> None:
    """Print one issue: a line a round, a column for everyone who moved, in blocks that fit the width."""
    axis, place = one.data.issues[k], one.position[:, k]
    if len(one.data.issues) > 1:
        heading(f"{axis.title} ({number(axis.low)} to {number(axis.high)})")
    else:
        say("")
    held = [i for i in range(place.shape[1]) if not math.isnan(place[0, i])]
    moved = [i for i in held if np.ptp(place[:, i]) > 0]
    columns = [("Median", one.median[:, k]), ("Mean", one.mean[:, k])]
    if one.vote_mean is not None:
        columns.append(("Vote", one.vote_mean[:, k]))
    columns += [(one.data.actors[i], place[:, i]) for i in moved]
    for block in _blocks(columns):
        rows = [(str(at), *(_place(amounts[at]) for _, amounts in block)) for at in range(one.rounds + 1)]
        table(("Round", *(name for name, _ in block)), rows, right=range(len(block) + 1))
    stayed = [f"{one.data.actors[i]} {_place(place[0, i])}" for i in held if i not in moved]
    if stayed:
        paragraph(f"{'Never moved' if moved else 'Nobody moved'}: {', '.join(stayed)}")


def _blocks(columns: Sequence[tuple[str, Any]]) -> Iterator[list[tuple[str, Any]]]:
    """The columns in as many blocks as fit the width, side by side in each."""
    width, used = console().width, 7
    block: list[tuple[str, Any]] = []
    for name, amounts in columns:
        needs = max(len(name), 8) + 2
        if block and used + needs > width:
            yield block
            block, used = [], 7
        block.append((name, amounts))
        used += needs
    if block:
        yield block


def _place(amount: float) -> str:
    """A position, with as many decimals as tell positions apart."""
    if math.isnan(amount):
        return "-"
    text = f"{amount:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _offers(one: "Bargain", *, every: bool) -> None:
    """Print the offers: those that came to something, or all; what is left out is counted."""
    made = [(at + 1, offer) for at, offers in enumerate(one.offers) for offer in offers]
    if not made:
        return
    passed = Counter(offer.kind for _, offer in made if offer.ended == "passed over")
    shown = made if every else [(at, offer) for at, offer in made if offer.ended != "passed over"]
    several = len(one.data.issues) > 1
    heading("Offers" if every else "Offers that came to something")
    names = sorted({name for _, offer in shown for name in offer.numbers}) if shown else []
    columns = ("Round", "Actor", "To", *(("Issue",) if several else ()), "Offer", "Ended", "From", "To be")
    rows = [
        (
            str(at),
            one.data.actors[offer.actor],
            one.data.actors[offer.other],
            *((one.data.issues[offer.issue].id,) if several else ()),
            offer.kind,
            offer.ended,
            _place(offer.before),
            _place(offer.after),
            *(number(offer.numbers.get(name)) for name in names[:2]),
        )
        for at, offer in shown[:MOST_OFFERS]
    ]
    if rows:
        titles = (*columns, *(name.replace("_", " ") for name in names[:2]))
        right = [0, *range(len(columns) - 2, len(titles))]
        table(titles, rows, right=right, fold=(1, 2, 3) if several else (1, 2), gap=1)
    left = [f"{count} {kind}" for kind, count in passed.items()] if not every else []
    if len(shown) > MOST_OFFERS:
        left.append(f"{len(shown) - MOST_OFFERS} more lines")
    if left:
        paragraph(
            f"Not shown: {', '.join(left)}{' passed over' if passed and not every else ''}; --json has all."
        )


def _side_by_side(data: "DataSet", found: Mapping[str, "Bargain"], missing: Mapping[str, str]) -> None:
    """Print where each protocol takes each issue."""
    heading(f"{data.title}: {len(data.actors)} actors")
    for k, axis in enumerate(data.issues):
        if len(data.issues) > 1:
            heading(f"{axis.title} ({number(axis.low)} to {number(axis.high)})")
        else:
            say("")
        rows = []
        for name, one in found.items():
            place = one.position[:, k]
            moved = int((np.nan_to_num(np.ptp(place, axis=0)) > 0).sum())
            rest = f"{one.rounds}{', at rest' if one.settled else ''}"
            rows.append((name, rest, _place(one.median[-1, k]), _place(one.mean[-1, k]), str(moved)))
        first = next(iter(found.values()))
        rows.insert(0, ("(start)", "0", _place(first.median[0, k]), _place(first.mean[0, k]), ""))
        table(("Protocol", "Rounds", "Median", "Mean", "Actors moved"), rows, right=(2, 3, 4))
    for name, lack in missing.items():
        paragraph(f"Left out: {name}, which needs {lack}.")
