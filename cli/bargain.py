"""`parley bargain`: a data set of the field, bargained over round by round by one protocol or by all."""

from collections.abc import Iterator, Mapping
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
    "parley bargain sultan.csv --protocol expected-utility --option preset=scholz-paper --format csv",
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
    form: Annotated[
        str | None,
        typer.Option("--format", metavar="F", help="table (the default), csv or json.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Bargain over a data set round by round.

    Prints positions, weighted median and weighted mean of every round, the offers made and how each ended;
    or, side by side, where all protocols take the issues.

    Protocols: none, influence, compromise, median, nash, kalai-smorodinsky, procedural, expected-utility,
    quantal-response, condorcet, exchange.
    """
    from cli import rounds as told
    from cli.refusal import Refused
    from scenarios.formats import read

    said = (protocol, option or [], scale or [])
    faults = [*_unfit(protocol, form, as_json=as_json, offers=offers), *_misread(*said)]
    if faults:
        raise Refused("\n".join(faults))
    form = "json" if as_json else form or FORMATS[0]
    data = read(file, _scales(scale or []) or None)
    if protocol == ALL:
        told.tell_all(data, *_every(data, rounds, seed, tell=form == "json"), form)
        return
    given = options_of(option or [], protocol)
    told.tell(_one(data, protocol, given, rounds, seed, tell=form != "csv"), form, every_offer=offers)


def _unfit(protocol: str, form: str | None, *, as_json: bool, offers: bool) -> Iterator[str]:
    """What is wrong with the words that were given, or does not go together."""
    from agents.protocols import names
    from cli.refusal import unknown

    if form not in {*FORMATS, None}:
        yield str(unknown("a format", str(form), FORMATS, where="--format: "))
    elif as_json and form not in {"json", None}:
        yield f"--json: goes with no other format, and --format is {form}"
    elif offers and form == "csv":
        yield "--offers: goes with a table, and --format is csv"
    if protocol not in {*names(), ALL}:
        yield str(unknown("a protocol", protocol, [*names(), ALL], where="--protocol: "))
    elif offers and protocol == ALL:
        yield "--offers: goes with one protocol; name it with --protocol"


def _misread(protocol: str, options: list[str], scales: list[str]) -> Iterator[str]:
    """What is wrong with the options of the protocol and with the scales."""
    from cli.refusal import Refused

    if options and protocol == ALL:
        yield "--option: goes with one protocol; name it with --protocol"
    for read in (lambda: options_of(options, protocol), lambda: _scales(scales)):
        try:
            read()
        except Refused as refused:
            yield str(refused)


def _scales(given: list[str]) -> dict[str, tuple[float, float]]:
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
        if not -float("inf") < low < high < float("inf") or (equals and not issue):
            faults.append(f"--scale: '{one}' is not LOW:HIGH or ISSUE=LOW:HIGH, the low end first")
        elif issue in found:
            faults.append(f"--scale: '{one}' is a second scale for {issue or 'all issues'}; say it once")
        else:
            found[issue] = (low, high)
    if faults:
        raise Refused("\n".join(faults))
    return found


def _one(
    data: "DataSet",
    protocol: str,
    options: Mapping[str, "Value"],
    rounds: int | None,
    seed: int,
    *,
    tell: bool,
) -> "Bargain":
    """Bargain by one protocol; the first time its rules are compiled, which takes seconds."""
    from cli.refusal import Refused
    from cli.screen import waiting
    from sim.bargain import BargainError, bargain

    try:
        with waiting(f"Bargaining by {protocol}"):
            return bargain(data, protocol, options, rounds, seed, tell=tell)
    except BargainError as error:
        raise Refused(f"--protocol: {error}") from None


def _every(
    data: "DataSet", rounds: int | None, seed: int, *, tell: bool
) -> "tuple[dict[str, Bargain], dict[str, str]]":
    """Bargain by every protocol that the data can feed; and what the others lack."""
    from agents.protocols import names
    from sim.bargain import lacks

    missing = {name: lack for name in names() if (lack := lacks(data, name))}
    able = [name for name in names() if name not in missing]
    return {name: _one(data, name, {}, rounds, seed, tell=tell) for name in able}, missing
