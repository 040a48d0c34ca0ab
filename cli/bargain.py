"""`parley bargain`: a data set of the field, bargained over round by round by one protocol or by all."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import AsJson, ProtocolOptions, options_of, seed_of, whole

if TYPE_CHECKING:
    from agents.protocols import Value
    from scenarios.formats import DataSet
    from sim.bargain import Bargain

ALL = "all"
FORMATS = ("table", "csv", "json")
MOST_ROUNDS = 10_000

EXAMPLES = (
    "parley bargain emission_standards.csv --protocol expected-utility",
    "parley bargain sultan.csv --protocol expected-utility --option preset=scholz-code --format csv",
    "parley bargain SOE-Policy.csv --protocol condorcet --option VictoryProbModel=Square",
    "parley bargain copenhagen.csv --protocol all --rounds 5",
)


def _rounds_of(got: str) -> int:
    return whole("--rounds", got, 0, MOST_ROUNDS)


def bargain(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A CSV with Actor, Capability, Position, Salience (and Issue), or a file of KTAB or DECIDE.",
            show_default=False,
        ),
    ],
    protocol: Annotated[
        str, typer.Option(metavar="P", help="A protocol by name, or all of them side by side.")
    ] = ALL,
    rounds: Annotated[
        int | None,
        typer.Option(
            metavar="K",
            parser=_rounds_of,
            help="How many rounds at most; without it, what is usual for the protocol.",
            show_default=False,
        ),
    ] = None,
    option: ProtocolOptions = None,
    scale: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[ISSUE=]LOW:HIGH",
            help="What the axis of a plain CSV runs over, if not 0:100; may be repeated.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option(metavar="S", parser=seed_of, help="Luck, where the protocol draws any.")
    ] = 2007,
    offers: Annotated[
        bool, typer.Option("--offers", help="In a table, print also offers that were passed over.")
    ] = False,
    form: Annotated[str, typer.Option("--format", metavar="F", help="table, csv or json.")] = "table",
    as_json: AsJson = False,
) -> None:
    """Bargain over a data set round by round.

    Prints positions, weighted median and weighted mean of every round, the offers made and how each ended.
    """
    from agents.protocols import names
    from cli import rounds as told
    from cli.refusal import Refused, unknown
    from scenarios.formats import read

    form = "json" if as_json else form
    if form not in FORMATS:
        raise unknown("a format", form, FORMATS, where="--format: ")
    if protocol not in {*names(), ALL}:
        raise unknown("a protocol", protocol, [*names(), ALL], where="--protocol: ")
    given = options_of(option or [], protocol)
    if given and protocol == ALL:
        raise Refused("--option: goes with one protocol, and --protocol is all")
    data = read(file, _scales(scale or []))
    if protocol == ALL:
        told.tell_all(data, *_every(data, rounds, seed), form)
        return
    told.tell(_one(data, protocol, given, rounds, seed), form, every_offer=offers)


def _scales(given: list[str]) -> Mapping[str, tuple[float, float]] | None:
    """The scales of the axes, by issue, "" for all that are not named."""
    from cli.refusal import Refused

    found: dict[str, tuple[float, float]] = {}
    faults = []
    for one in given:
        issue, equals, ends = one.rpartition("=")
        try:
            low, high = (float(end) for end in ends.split(":"))
        except ValueError:
            low = high = float("nan")
        if not low < high < float("inf") or low == -float("inf") or (equals and not issue):
            faults.append(f"--scale: '{one}' is not LOW:HIGH or ISSUE=LOW:HIGH, the low end first")
        found[issue] = (low, high)
    if faults:
        raise Refused("\n".join(faults))
    return found or None


def _one(
    data: "DataSet", protocol: str, options: Mapping[str, "Value"], rounds: int | None, seed: int
) -> "Bargain":
    """Bargain by one protocol; the first time its rules are compiled, which takes seconds."""
    from cli.refusal import Refused
    from cli.screen import waiting
    from sim.bargain import BargainError, bargain

    try:
        with waiting(f"Bargaining by {protocol}"):
            return bargain(data, protocol, options, rounds, seed)
    except BargainError as error:
        raise Refused(f"--protocol: {error}") from None


def _every(data: "DataSet", rounds: int | None, seed: int) -> "tuple[dict[str, Bargain], dict[str, str]]":
    """Bargain by every protocol that the data can feed; and what the others lack."""
    from agents.protocols import names
    from sim.bargain import lacks

    missing = {name: lack for name in names() if (lack := lacks(data, name))}
    return {name: _one(data, name, {}, rounds, seed) for name in names() if name not in missing}, missing
