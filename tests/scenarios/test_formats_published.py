"""Published data sets in the formats of the field's bargaining models are read as they were meant."""

import csv
from pathlib import Path

import pytest

from scenarios import formats
from scenarios.exceptions import MalformedFile
from scenarios.formats import Axis, DataSet

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT.parent / "shared" / "reference"
pytestmark = pytest.mark.skipif(
    not REFERENCE.is_dir(),
    reason="the published data sets are not in the repository; looked for in ../shared/reference",
)


def mean(data: DataSet, issue: int = 0) -> float:
    """The mean of the positions on an issue, weighed by capability and salience."""
    rows = zip(data.capability[issue], data.salience[issue], data.position[issue], strict=True)
    weighed = [(power * salience, position) for power, salience, position in rows if position is not None]
    return sum(weight * position for weight, position in weighed) / sum(weight for weight, _ in weighed)


def held(data: DataSet, issue: int) -> int:
    """How many actors hold a position on an issue."""
    return sum(position is not None for position in data.position[issue])


@pytest.mark.parametrize(
    ("name", "actors", "expected"),
    [("emission_standards", 10, 7.389956), ("sultan", 17, 13.619912)],
)
def test_the_tables_of_scholz_calbert_and_smith_have_their_means(
    name: str, actors: int, expected: float
) -> None:
    """The means of round 0 of a reconstruction of Scholz, Calbert & Smith (2011)."""
    data = formats.read(REFERENCE / "expected-utility" / f"{name}.csv", {"": (4, 15)})
    assert (data.format, len(data.actors)) == ("csv", actors)
    assert mean(data) == pytest.approx(expected, abs=5e-7)


def test_a_table_saved_with_carriage_returns_is_read() -> None:
    data = formats.read(REFERENCE / "expected-utility" / "random_10.csv")
    last = data.actors.index("A09")
    assert (data.position[0][last], data.salience[0][last], data.capability[0][last]) == (18.13, 0.759, 0.366)


KTAB = {
    "SOE-Policy": ("ktab", 26, ("Policy Position",), "USA", (8.0,), (100.0,), (0.5,)),
    "SOE-Competitive": ("ktab", 34, ("Competitive Position",), "SP", (5.0,), (0.0,), (0.7,)),
    "SOE-Pol-Comp": (
        "ktab", 13, ("Policy Position", "Competitive Position"), "LK",
        (60.2, 60.2), (45.0, 65.0), (0.447, 0.413),
    ),
    "dummyData_3Dim": (
        "ktab", 7, ("Pstn1", "Pstn2", "Pstn3"), "SActor-02", (129.643,) * 3, (82.45, 90.89, 0.07),
        (0.4847, 0.1355, 0.3462),
    ),
    "smpExample": (
        "ktab-xml", 5, ("FirstDim", "SecondDim", "YADN"), "David", (135.4,) * 3, (26.3, 16.5, 15.9),
        (0.156, 0.42, 0.143),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", KTAB)
def test_the_samples_of_ktab_are_read(name: str) -> None:
    kind, actors, issues, who, power, where, much = KTAB[name]
    file = REFERENCE / "condorcet" / f"{name}.{'xml' if kind == 'ktab-xml' else 'csv'}"
    data = formats.read(file)
    place = data.actors.index(who)
    assert (data.format, len(data.actors), tuple(one.id for one in data.issues)) == (kind, actors, issues)
    assert tuple(row[place] for row in data.capability) == power
    assert tuple(row[place] for row in data.position) == where
    assert tuple(row[place] for row in data.salience) == pytest.approx(much)


@pytest.mark.parametrize("name", KTAB)
def test_ktab_starts_from_the_positions_that_are_read(name: str) -> None:
    file = REFERENCE / "condorcet" / f"{name}.{'xml' if KTAB[name][0] == 'ktab-xml' else 'csv'}"
    data, count = formats.read(file), 0
    for row in logged(name):
        if row["turn"] == "0":
            issue, actor = int(row["dim_index"]), int(row["actor_index"])
            assert (data.issues[issue].id, data.actors[actor]) == (row["dim"], row["actor"])
            assert data.position[issue][actor] == pytest.approx(float(row["position"]), rel=1e-15)
            count += 1
    assert count == len(data.issues) * len(data.actors)


def logged(name: str) -> list[dict[str, str]]:
    """What KTAB logged of a run: positions and ideals by turn, actor and dimension."""
    with (REFERENCE / "condorcet" / f"{name}.positions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_ideals_that_ktab_logged_follow_from_the_adjustment_that_is_read() -> None:
    data = formats.read(REFERENCE / "condorcet" / "smpExample.xml")
    assert data.adjustment is not None
    rows = {(int(row["turn"]), row["actor"], row["dim_index"]): row for row in logged("smpExample")}
    for (turn, actor, dimension), row in rows.items():
        if turn:
            share = data.adjustment[data.actors.index(actor)]
            followed = [float(rows[turn, other, dimension]["position"]) for other in data.actors]
            old = float(rows[turn - 1, actor, dimension]["ideal"])
            ideal = sum(a * x for a, x in zip(share, followed, strict=True)) + (1 - sum(share)) * old
            assert float(row["ideal"]) == pytest.approx(ideal, abs=1e-12)
    assert data.options["PCEModel"] == "MarkovIncentive"
    assert len(data.options) == 9


DECIDE = {
    "copenhagen.csv": (11, [11, 11, 11, 11, 10, 11, 10], {"Newtreaty": 61.576271, "Extra": 64.620690}),
    "cop21.csv": (15, [15] * 10 + [8, 8, 15], {"mrv": 57.211274, "ld": 40.105843, "eaa": 57.100515}),
    "sample_data.txt": (10, [10] * 6, {}),
}


@pytest.mark.parametrize("name", DECIDE)
def test_the_samples_of_decide_are_read_and_have_its_first_means(name: str) -> None:
    actors, holders, means = DECIDE[name]
    data = formats.read(REFERENCE / "exchange" / name)
    assert (data.format, len(data.actors)) == ("decide", actors)
    assert [held(data, issue) for issue in range(len(data.issues))] == holders
    found = {one.id: mean(data, place) for place, one in enumerate(data.issues)}
    assert {issue: found[issue] for issue in means} == pytest.approx(means, abs=5e-7)


def test_an_issue_of_decide_keeps_its_own_unit() -> None:
    data = formats.read(REFERENCE / "exchange" / "sample_data.txt")
    toll = next(place for place, one in enumerate(data.issues) if one.id == "tol-hoogte")
    assert data.issues[toll] == Axis("tol-hoogte", "tol-hoogte", 0.5, 7.0)
    assert dict(zip(data.actors, data.position[toll], strict=True)) == {
        "Willems": 3.0, "PvdA": 3.0, "GL": 5.0, "VVDs": 0.5, "SP": 2.0,
        "CDA": 1.0, "D66": 3.0, "CU": 3.0, "KvK": 1.0, "Wcentr": 0.5,
    }  # fmt: skip


def test_the_sample_with_errors_gives_its_two_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REFERENCE / "exchange")
    name = "copenhagen_with_errors.csv"
    with pytest.raises(MalformedFile) as caught:
        formats.read(name)
    assert str(caught.value).split("\n") == [
        f"{name}:86:19: position: 160 is above 100; allowed: 0 to 100, as no #M says otherwise",
        f"{name}:87:32: power: -0.247 is below 0; allowed: above 0",
    ]
