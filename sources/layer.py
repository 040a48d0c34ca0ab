"""Layers: positions as they are written beside an actors file, or into one."""

from collections.abc import Iterable, Mapping
from typing import Any

from scenarios.writing import written
from sources.aggregation import Estimate
from sources.positions import Placed

UNKNOWN = "no statement that counts tells anything of it"


def entry_of(placed: Placed) -> dict[str, Any]:
    """A position as an actors file has it.

    Salience and note stay as they are there. What is kept, or assumed there as well, stays as a whole. Where
    no statement counts that it could rest on, the whole scale is left open.
    """
    stands = dict(placed.entry or {})
    if placed.standing == "kept" or (placed.found is None and stands.get("grade") == "assumed"):
        return stands
    found = placed.found or Estimate(0, 50, 100, "assumed", ())
    entry: dict[str, Any] = {"low": found.low, "mode": found.mode, "high": found.high}
    if "salience" in stands:
        entry["salience"] = stands["salience"]
    entry |= {"grade": found.grade, "evidence": list(found.evidence)}
    if placed.found is None:
        return entry | {"note": UNKNOWN}
    return entry | ({"note": stands["note"]} if "note" in stands else {})


def nested(placed: Iterable[Placed]) -> dict[str, Any]:
    """Positions under `actors`, as in an actors file."""
    actors: dict[str, Any] = {}
    for one in placed:
        actors.setdefault(one.actor, {"positions": {}})["positions"][one.issue] = entry_of(one)
    return {"actors": actors}


def as_yaml(placed: Iterable[Placed], head: Iterable[str]) -> str:
    """The layer as YAML, one position a paragraph; head : lines of comment before it."""
    lines = [f"# {line}".rstrip() for line in head]
    lines.append("actors:")
    for actor, entry in nested(placed)["actors"].items():
        lines += [f"  {_word(actor)}:", "    positions:"]
        for issue, position in entry["positions"].items():
            lines += _position(_word(issue), position)
    return "\n".join(lines) + "\n"


def _position(issue: str, position: Mapping[str, Any]) -> list[str]:
    text = written(dict(position), width=80, flow=True)
    first, *rest = text.rstrip().split("\n")
    return [f"      {issue}: {first}", *(f"       {line}" for line in rest)]


def _word(name: str) -> str:
    """A name as a key, in quotes where it could be taken for something else."""
    return written(name, flow=True).split("\n")[0]
