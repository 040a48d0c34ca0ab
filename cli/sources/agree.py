"""`parley sources agree`: how far coders agree, and where they do not."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import AsJson, seed_of, whole
from cli.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sources.agreement.compare import Agreement, Disagreement, Measure
    from sources.agreement.passages import Passage
    from sources.coding import Coding

MOST_SAMPLES = 100_000
MOST_LISTED = 1_000_000

EXAMPLES = (
    "parley sources agree anna.yaml ben.yaml",
    "parley sources agree anna.yaml ben.yaml carla.json --documents documents/ --most 50",
    "parley sources agree anna.yaml kosovo-2007 --samples 0 --json",
)

NAMES = {"degree": "stance degree", "rank": "position rank"}


def _samples_of(got: str) -> int:
    """A number of samples, from 0."""
    return whole("--samples", got, 0, MOST_SAMPLES)


def _most_of(got: str) -> int:
    """A number of disagreements, from 0."""
    return whole("--most", got, 0, MOST_LISTED)


def agree(
    codings: Annotated[
        list[str],
        typer.Argument(metavar="CODING...", help="Coders' files or cases, at least two.", show_default=False),
    ],
    samples: Annotated[
        int,
        typer.Option(
            metavar="N", parser=_samples_of, help="Samples for the intervals; 0 for none.", show_default=True
        ),
    ] = 2000,
    seed: Annotated[
        int, typer.Option(metavar="N", parser=seed_of, help="Seed of the samples.", show_default=True)
    ] = 2007,
    documents: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="The folder of the texts: with it, what nobody marked counts up to their ends.",
            show_default=False,
        ),
    ] = None,
    most: Annotated[
        int,
        typer.Option(metavar="N", parser=_most_of, help="How many disagreements to list.", show_default=True),
    ] = 20,
    as_json: AsJson = False,
) -> None:
    """Measure how far coders agree beyond chance, and list where they do not, worst first.

    Passages match if they share words of one document and have the same actor and issue. Krippendorff's alpha
    is 1 where all agree and 0 where they agree as often as by chance; from 0.8 on codings are customarily
    relied on, from 0.667 on conclusions are drawn tentatively (Krippendorff 2004). Intervals are from
    passages drawn anew, and too narrow where these are few: of fewer than 25 none counts as reliable. What is
    marked is compared by code point. A degree is a stance in its order, opposes, conditional, supports;
    neutral has none. A rank is a position by its order alone.
    """
    from cli.screen import say_json, waiting
    from sources.agreement.compare import compare
    from sources.texts import texts_of

    read = _read(codings)
    texts = texts_of(read.values(), documents) if documents else {}
    with waiting("Comparing"):
        found = compare(read, samples, seed, {sha: len(one.text) for sha, one in texts.items()})
    if as_json:
        say_json(_summary(found, samples, seed))
    else:
        _tell(found, most)


def _read(given: "Sequence[str]") -> "dict[str, Coding]":
    """Codings by coder, refused with all that is wrong in any of them."""
    from scenarios.folders import shipped
    from sources.coding import read_coding
    from sources.faults import SourceError

    if len(given) < 2:
        raise Refused(f"one coding, {given[0]}, agrees with none; name at least two")
    found: dict[str, Coding] = {}
    faults: list[str] = []
    for name in given:
        place = shipped(name)
        try:
            coding = read_coding(place)
        except SourceError as error:
            faults += error.faults
            continue
        coder = coding.coder or place.absolute().stem
        if coder in found:
            faults.append(f"{name}: is the second coding by '{coder}'; a coder has one")
        found[coder] = coding
    if faults:
        raise SourceError(faults)
    return found


def _summary(found: "Agreement", samples: int, seed: int) -> dict[str, Any]:
    """For a program: everything, coders by name."""
    from sources.agreement.alpha import reading

    return {
        "coders": dict(zip(found.coders, found.statements, strict=True)),
        "documents": found.documents,
        "read_by_one": found.alone,
        "shared": found.shared,
        "samples": samples,
        "seed": seed,
        "measures": [
            {"issue": one.issue, "what": one.what, "metric": one.metric}
            | asdict(one.found)
            | {"reading": reading(one.found)}
            for one in found.measures
        ],
        "disagreements": [
            asdict(one) | {"gap": one.gap, "said": dict(zip(found.coders, _said(one), strict=True))}
            for one in found.disagreements
        ],
    }


def _said(one: "Disagreement") -> "Iterator[Mapping[str, Any] | None]":
    """What each coder says, without what stands above it already."""
    for passage in one.said:
        full = asdict(passage) if passage else None
        yield full and {key: value for key, value in full.items() if key not in {"coder", "document"}}


def _tell(found: "Agreement", most: int) -> None:
    """Print what was compared, the measures, and the disagreements."""
    from cli.screen import heading, say, table

    counts = ", ".join(f"{name} {n}" for name, n in zip(found.coders, found.statements, strict=True))
    say(f"Statements: {counts}; {found.shared} passages marked by at least two coders")
    say(f"Documents: {', '.join(found.documents)}")
    if found.alone:
        say(f"Left out, read by one coder only: {', '.join(found.alone)}")
    say("")
    rows = [_row(one) for one in found.measures]
    table(("Issue", "What", "Alpha", "95%", "Same", "Units", "Reading"), rows, right=(2, 4, 5), fold=(0,))
    say(*_remarks(found.measures))
    if not found.disagreements:
        say("", "No disagreement.")
        return
    shown = found.disagreements[:most]
    heading(f"Disagreements, worst first: {len(shown)} of {len(found.disagreements)}")
    table(("Where", *found.coders), map(_line, shown), fold=range(len(found.coders) + 1))


def _row(one: "Measure") -> tuple[str, ...]:
    """A measure in a line of the table."""
    from sources.agreement.alpha import reading

    alpha = one.found
    return (
        one.issue or "all",
        NAMES.get(one.what, one.what),
        "-" if alpha.value is None else f"{alpha.value:.3f}",
        "-" if alpha.low is None or alpha.high is None else f"{alpha.low:.3f} to {alpha.high:.3f}",
        "-" if alpha.same is None else f"{alpha.same:.0%}",
        str(alpha.units),
        reading(alpha),
    )


def _remarks(measures: "Sequence[Measure]") -> "Iterator[str]":
    """Why something is undefined, and where samples were left out."""
    names = {one: f"{one.issue or 'all'} {NAMES.get(one.what, one.what)}" for one in measures}
    for why in dict.fromkeys(one.found.why for one in measures if one.found.why):
        yield f"Undefined, since {why}: {', '.join(names[one] for one in measures if one.found.why == why)}"
    thin = [f"{names[one]} {one.found.left_out:.1%}" for one in measures if one.found.left_out]
    if thin:
        yield f"Samples left out, since all values in them are the same: {', '.join(thin)}"


def _line(one: "Disagreement") -> tuple[str, ...]:
    """A disagreement in a line of the table: where, and what each coder says."""
    about = {f"{said.actor} {said.issue}" for said in one.said if said}
    where = f"{one.document} {one.start}-{one.end}"
    if len(about) > 1:
        return (where, *(_cell(said, f"{said.actor} {said.issue}: " if said else "") for said in one.said))
    return (f"{where}: {about.pop()}", *(_cell(said) for said in one.said))


def _cell(said: "Passage | None", about: str = "") -> str:
    """What one coder says of a stretch."""
    if said is None:
        return "-"
    place = "unplaced" if said.position is None else f"{said.position:g}"
    return f"{about}{said.stance} {place}, {said.mode}"
