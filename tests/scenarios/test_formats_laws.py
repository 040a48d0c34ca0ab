"""Laws of the formats: what was written is read; junk gives nothing but a ScenarioError."""

import csv
import io
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios import ScenarioError, formats
from scenarios.formats import Axis, DataSet

HARD = "aZ09 ,;'\"#<>=&-.éß中%"
"""Characters of names, among them all that mean something in a format."""

Scales = Mapping[str, tuple[float, float]]


def loaded(content: str | bytes, name: str = "trial.csv", scales: Scales | None = None) -> DataSet:
    """The data set of a file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
        return formats.read(file, scales)


def names(least: int, most: int) -> st.SearchStrategy[list[str]]:
    """Different names that do not begin or end with a blank."""
    name = st.text(HARD, min_size=1, max_size=8).filter(lambda text: text == text.strip())
    return st.lists(name, min_size=least, max_size=most, unique=True)


@st.composite
def data_sets(draw: st.DrawFn, kind: str, full: bool = False) -> DataSet:
    """Data sets of 2 to 5 actors and 1 to 4 issues, on which at least two hold a position."""
    actors, issues = draw(names(2, 5)), draw(names(1, 4))
    axes, columns = [], []
    for issue in issues:
        low, high = (0.0, 100.0) if full else sorted(draw(st.tuples(*[st.floats(-1e6, 1e6)] * 2)))
        axes.append(Axis(issue, issue, low, high if low < high else low + 1))
        ends = st.floats(axes[-1].low, axes[-1].high)
        holders = draw(st.sets(st.sampled_from(actors), min_size=len(actors) if full else 2))
        columns.append([(draw(ends) + 0.0) if actor in holders else None for actor in actors])
    share = st.floats(0.01, 1 / len(issues))
    powers = [draw(st.floats(0.001, 1e9)) for _ in actors]
    return DataSet(
        title="trial",
        format=kind,
        actors=tuple(actors),
        issues=tuple(axes),
        capability=tuple(tuple(_where(column, powers)) for column in columns),
        position=tuple(tuple(column) for column in columns),
        salience=tuple(tuple(_where(column, [draw(share) for _ in actors])) for column in columns),
    )


def _where(column: list[float | None], values: list[float]) -> list[float]:
    return [0.0 if x is None else value for x, value in zip(column, values, strict=True)]


def written(rows: list[list[object]], delimiter: str, quote: str = '"', *, all_text: bool = False) -> str:
    """Rows as the csv module writes them."""
    file = io.StringIO()
    quoting = csv.QUOTE_NONNUMERIC if all_text else csv.QUOTE_MINIMAL
    csv.writer(file, delimiter=delimiter, quotechar=quote, quoting=quoting).writerows(rows)
    return file.getvalue()


def cells(data: DataSet) -> list[tuple[str, str, float, float, float]]:
    """Actor, issue, position, salience and capability wherever a position is held."""
    return [
        (actor, one.id, position, data.salience[k][n], data.capability[k][n])
        for k, one in enumerate(data.issues)
        for n, actor in enumerate(data.actors)
        if (position := data.position[k][n]) is not None
    ]


delimiters = st.sampled_from([",", ";", "\t"])


@given(data_sets("csv"), delimiters, st.permutations(range(5)))
def test_a_table_that_was_written_is_read(data: DataSet, delimiter: str, order: list[int]) -> None:
    # A table has no list of actors but its rows, so the order of these must be that of their first rows.
    rows = sorted(cells(data), key=lambda row: (data.actors.index(row[0]), row[1] != data.issues[0].id))
    held = {row[0] for row in rows}
    head = ["Actor", "Issue", "Position", "Salience", "Capability"]
    text = written([[row[place] for place in order] for row in [head, *map(list, rows)]], delimiter)
    found = loaded(text, scales={one.id: (one.low, one.high) for one in data.issues})
    assert found.actors == tuple(actor for actor in data.actors if actor in held)
    assert set(cells(found)) == set(cells(data))
    assert {one.id: one for one in found.issues} == {one.id: one for one in data.issues}


@given(data_sets("ktab", full=True), names(1, 1).filter(lambda one: not set(one[0]) & set("#<")))
def test_a_table_of_ktab_that_was_written_is_read(data: DataSet, title: list[str]) -> None:
    head: list[object] = ["Actor", "Description", "Power"]
    rows: list[list[object]] = [[actor, "", data.capability[0][n]] for n, actor in enumerate(data.actors)]
    for k, one in enumerate(data.issues):
        head += [one.id, "Salience"]
        for n, row in enumerate(rows):
            row += [data.position[k][n], data.salience[k][n] * 100]
    first: list[object] = [title[0], "x", len(data.actors), len(data.issues)]
    found = loaded(written([first, head, *rows], ","))
    assert (found.title, found.format) == (" ".join(title[0].split()), "ktab")
    assert (found.actors, found.issues) == (data.actors, data.issues)
    assert (found.capability, found.position) == (data.capability, data.position)
    for mine, its in zip(data.salience, found.salience, strict=True):
        assert its == pytest.approx(mine, rel=1e-15)


@given(data_sets("decide"), delimiters, st.sampled_from("'\""), st.randoms(use_true_random=False))
def test_lines_of_decide_that_were_written_are_read(
    data: DataSet, delimiter: str, quote: str, luck: object
) -> None:
    rows: list[list[object]] = [["#A", actor, ""] for actor in data.actors]
    rows += [["#P", one.id, one.title] for one in data.issues]
    lines = [["#M", one.id, end] for one in data.issues for end in (one.low, one.high)]
    lines += [["#D", *cell] for cell in cells(data)]
    luck.shuffle(lines)
    assert loaded(written([*rows, *lines], delimiter, quote, all_text=True)) == data


junk = st.lists(
    st.one_of(
        st.sampled_from(
            ["Actor", "Position", "Salience", "Capability", "Issue", "#A", "#P", "#M", "#D", "#O", "<", "/>",
             "<Scenario>", "<Actors>", "</Actors>", "</Scenario>", "<name>", "\n", "\r", ",", ";", "\t", '"',
             "'", "1", "0.5", "nan", "-1", "A", "B", "%", "\ufeff", "\x0b", "\u2028"]
        ),
        st.text(max_size=3),
    ),
    max_size=60,
).map("".join)  # fmt: skip


@given(st.one_of(junk, st.binary(max_size=60)), st.sampled_from(["trial.csv", "trial.xml"]))
def test_junk_gives_nothing_but_a_scenario_error(content: str | bytes, name: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        loaded(content, name)
    assert all(str(problem).strip() for problem in caught.value.problems)


@given(data_sets("decide"), st.data())
def test_a_spoilt_file_gives_nothing_but_a_scenario_error(data: DataSet, choice: st.DataObject) -> None:
    rows = [["Issue", "Actor", "Capability", "Position", "Salience"]]
    rows += [[issue, actor, power, x, share] for actor, issue, x, share, power in cells(data)]
    text = written(rows, ",")
    place = choice.draw(st.integers(0, len(text)))
    spoilt = text[:place] + choice.draw(st.text(HARD + "\n", max_size=3)) + text[place + 1 :]
    try:
        found = loaded(spoilt, scales={"": (-2e6, 2e6)})
    except ScenarioError:
        return
    assert all(sum(x is not None for x in row) >= 2 for row in found.position)
