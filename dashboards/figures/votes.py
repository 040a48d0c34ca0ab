"""The Council's votes: each member's shares of for, abstain, against and veto, text by text."""

import numpy as np

from dashboards import words
from dashboards.bars import VOTES, shares, stacked
from dashboards.chart import Chart, Row, Table
from dashboards.reading import Array, Reading
from dashboards.theme import Figure

RESULTS = {1: "adopted", 2: "vetoed", 3: "short of votes", 4: "withdrawn"}


def charts(reading: Reading) -> list[Chart]:
    """Return one chart for each text that is voted on in at least one world."""
    if not reading.has("vote", "text_result"):
        return []
    return [
        chart(reading, text)
        for text in reading.council_texts()
        if (reading.values("vote", text=text) != -9).any()
    ]


def chart(reading: Reading, text: str) -> Chart:
    """Return the chart of one text."""
    title = reading.title("texts", text)
    return Chart(
        id=f"votes-{text}",
        title=title,
        label=f"Stacked bars: how each member votes on: {title}",
        sentence=sentence(reading, text),
        figure=figure(reading, text),
        table=table(reading, text),
        keys=tuple(choice.key() for choice in VOTES),
        remark="Shares of the worlds in which the member sits in the Council and the text comes to a vote.",
    )


def ballot(reading: Reading, text: str) -> tuple[list[str], Array, Array]:
    """Return the members that vote (most in favour first), their shares (member, choice) and their worlds."""
    share, counted = shares(reading.values("vote", text=text), VOTES)
    voting = np.flatnonzero(counted)
    order = sorted(
        voting, key=lambda i: (-share[i, 0], share[i, 3] + share[i, 2], reading.name(reading.actors[i]))
    )
    return [reading.actors[i] for i in order], share[order], counted[order]


def figure(reading: Reading, text: str) -> Figure:
    """Return the members' bars for one text."""
    members, share, _ = ballot(reading, text)
    return stacked([reading.name(a) for a in members], share, VOTES)


def outcome(reading: Reading, text: str) -> dict[str, float]:
    """Return the share of all worlds in which the text is adopted, vetoed, fails or is withdrawn."""
    result = reading.values("text_result", text=text)
    return {name: float((result == code).mean()) for code, name in RESULTS.items()}


def sentence(reading: Reading, text: str) -> str:
    """Say in how many worlds the text is tabled and what becomes of it."""
    tabled = float((reading.values("text_result", text=text) > 0).mean())
    found = [
        f"{name} in {words.worlds(s).removesuffix(' worlds')}"
        for name, s in outcome(reading, text).items()
        if s > 0
    ]
    fate = f": {words.listing(found)}" if found else ""
    return f"The text is tabled in {words.worlds(tabled)}{fate}. {_vetoes(reading, text)}".strip()


def _vetoes(reading: Reading, text: str) -> str:
    members, share, _ = ballot(reading, text)
    found = sorted(
        ((float(s[3]), reading.name(a)) for a, s in zip(members, share, strict=True) if s[3] > 0),
        reverse=True,
    )
    casting = [f"{name} ({words.percent(s)} of its votes)" for s, name in found]
    return (
        words.sentence(f"vetoes are cast by {words.listing(casting, 4)}")
        if casting
        else "No member casts a veto."
    )


def table(reading: Reading, text: str) -> Table:
    """Return the members' shares."""
    rows: list[Row] = [
        (reading.name(a), *(words.percent(float(v)) for v in s), int(n))
        for a, s, n in zip(*ballot(reading, text), strict=True)
    ]
    return Table(("Member", *(c.name for c in VOTES), "Worlds voted"), tuple(rows))


def summary(reading: Reading) -> Table:
    """Return what becomes of every text, as shares of all worlds."""
    rows: list[Row] = []
    for text in reading.council_texts():
        found = outcome(reading, text)
        never = 1 - sum(found.values())
        rows.append(
            (
                reading.title("texts", text),
                *(words.percent(v) for v in found.values()),
                words.percent(max(never, 0)),
            )
        )
    return Table(("Text", *(n.capitalize() for n in RESULTS.values()), "Not tabled"), tuple(rows))
