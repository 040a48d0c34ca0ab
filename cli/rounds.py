"""How a bargain is told: tables that fit the terminal, the columns of the field's round files, or JSON."""

import csv
import math
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.cells import cell_len

from cli.numbers import decimals, fixed, trimmed
from cli.offers import tell_offers
from cli.screen import console, heading, level, narrow, paragraph, say, say_json, table

if TYPE_CHECKING:
    from agents.arrays import Floats
    from agents.protocols import Offer
    from scenarios.formats import Axis, DataSet
    from sim.bargain import Bargain

WIDE = 64
"""Columns of the screen that the protocols side by side want."""
STILL = 1e-9
"""Share of a scale below which a move is rounding."""


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
        "title": axis.title,
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
    """Round, weighted median and mean, a column per actor; protocol and issue first if several."""
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
    heading(f"{one.data.title}: {one.protocol}")
    paragraph(_summary(one))
    for k, axis in enumerate(one.data.issues):
        _name(one.data, axis)
        _positions(one, k, _places(k, one))
    tell_offers(one, every=every_offer)


def _summary(one: "Bargain") -> str:
    """What was bargained over and how, in a sentence."""
    told = [_size(one.data), f"{one.rounds} round{'' if one.rounds == 1 else 's'}"]
    told += ["at rest by its own rule"] if one.settled else []
    told += [f"seed {one.seed}"] if one.chancy else []
    options = [
        f"{name}={value:g}" if isinstance(value, float) else f"{name}={value}"
        for name, value in one.options.items()
    ]
    return f"{', '.join(told)}{'; ' if options else ''}{', '.join(options)}"


def _size(data: "DataSet") -> str:
    """How many bargain over how much."""
    many = len(data.issues) > 1
    over = f"over {len(data.issues)} issues" if many else f"on a scale of {_scale(data.issues[0])}"
    return f"{len(data.actors)} actors {over}"


def _scale(axis: "Axis") -> str:
    return f"{axis.low:.12g} to {axis.high:.12g}"


def _name(data: "DataSet", axis: "Axis") -> None:
    """Print a heading for one issue of several."""
    if len(data.issues) == 1:
        say("")
        return
    longer = "" if axis.title == axis.id else f": {axis.title}"
    heading(f"{axis.id}{longer} ({_scale(axis)})")


def _places(k: int, *found: "Bargain") -> int:
    """With how many decimals the positions on an issue are shown."""
    told = [(one.position[:, k], one.median[:, k], one.mean[:, k]) for one in found]
    return decimals(amount for arrays in told for array in arrays for amount in array.flat)


def _positions(one: "Bargain", k: int, places: int) -> None:
    """Print one issue: a line a round, a column for everyone who moved, in blocks that fit the width."""
    axis, place = one.data.issues[k], one.position[:, k]
    held = [i for i in range(place.shape[1]) if not math.isnan(place[0, i])]
    moved = [i for i in held if _last_move(place[:, i], axis)]
    columns = [("Median", one.median[:, k]), ("Mean", one.mean[:, k])]
    columns += [] if one.vote_mean is None else [("Vote", one.vote_mean[:, k])]
    columns += [(narrow(one.data.actors[i]), place[:, i]) for i in moved]
    last = max(_last_move(amounts, axis) for _, amounts in columns)
    cells = [(name, [fixed(amount, places) for amount in amounts[: last + 1]]) for name, amounts in columns]
    for number, block in enumerate(_blocks(cells)):
        say(*[""] * (number > 0))
        names = level(["Round", *(name for name, _ in block)])
        rounds = [str(at) for at in range(last + 1)]
        table(names, zip(rounds, *(texts for _, texts in block), strict=True), right=range(len(names)))
    if 0 < last < one.rounds:
        paragraph(f"Nothing moves after round {last}.")
    stayed = [(one.data.actors[i], trimmed(place[0, i], places)) for i in held if i not in moved]
    _stayed("Never moved" if moved else "Nobody moved" if one.rounds else "Positions", stayed)


def _last_move(amounts: "Floats", axis: "Axis") -> int:
    """The last round in which anything moved, 0 if none did; amounts : (T + 1, ...)."""
    steps = np.abs(np.diff(np.nan_to_num(amounts), axis=0)) > STILL * (axis.high - axis.low)
    return max((at for at, step in enumerate(steps, 1) if step.any()), default=0)


def _stayed(lead: str, actors: Sequence[tuple[str, str]]) -> None:
    """Print where those stand who never moved, each number on a line with its name's last word."""
    text = ", ".join(f"{name}\N{NO-BREAK SPACE}{place}" for name, place in actors)
    lines = textwrap.wrap(f"{lead}: {text}", console().width) if actors else []
    say(*(line.replace("\N{NO-BREAK SPACE}", " ") for line in lines))


def _blocks(columns: Sequence[tuple[str, list[str]]]) -> Iterator[list[tuple[str, list[str]]]]:
    """The columns in as many blocks as fit the width, side by side in each."""
    width, used = console().width, len("Round")
    block: list[tuple[str, list[str]]] = []
    for name, texts in columns:
        needs = 2 + max(map(cell_len, (*name.splitlines(), *texts)))
        if block and used + needs > width:
            yield block
            block, used = [], len("Round")
        block.append((name, texts))
        used += needs
    yield block


def _side_by_side(data: "DataSet", found: Mapping[str, "Bargain"], missing: Mapping[str, str]) -> None:
    """Print where each protocol takes each issue."""
    heading(f"{data.title}: {_size(data)}")
    for k, axis in enumerate(data.issues):
        _name(data, axis)
        places = _places(k, *found.values())
        rows = [_ending(name, one, k, places) for name, one in found.items()]
        start = next(iter(found.values()))
        rows.insert(0, ("(start)", "", "", *_outcome(start, k, 0, places), ""))
        titles = level(["Protocol", "Rounds", "Last\nmove", "Median", "Mean", "Actors\nmoved"])
        table(titles, rows, right=range(1, 6), fold=(0,), gap=2 if console().width >= WIDE else 1)
    rested = [name for name, one in found.items() if one.settled]
    lucky = [name for name, one in found.items() if one.chancy]
    say("")
    if rested:
        paragraph(f"At rest by its own rule: {', '.join(rested)}.")
    if lucky:
        paragraph(f"Luck by seed {found[lucky[0]].seed}: {', '.join(lucky)}.")
    for name, lack in missing.items():
        paragraph(f"Left out: {name}, which needs {lack}.")


def _ending(name: str, one: "Bargain", k: int, places: int) -> tuple[str, ...]:
    """Where a protocol takes an issue, and when: a row side by side with others."""
    axis, place = one.data.issues[k], one.position[:, k]
    last = _last_move(place, axis)
    moved = sum(_last_move(column, axis) > 0 for column in place.T)
    return (name, str(one.rounds), str(last or "-"), *_outcome(one, k, -1, places), str(moved))


def _outcome(one: "Bargain", k: int, at: int, places: int) -> tuple[str, str]:
    """Median and mean of an issue after a round."""
    return fixed(one.median[at, k], places), fixed(one.mean[at, k], places)
