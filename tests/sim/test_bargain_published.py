"""Published bargains: what other programs make of the field's data sets, through the whole path."""

import csv
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import pytest

from agents.arrays import Floats
from scenarios import formats
from scenarios.formats import DataSet
from sim.bargain import bargain

REFERENCE = Path(__file__).resolve().parents[1] / "agents" / "reference"
"""Tables of the field and what other programs make of them."""


def table(path: str) -> list[dict[str, str]]:
    """The rows of a table of reference."""
    with (REFERENCE / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def published(kind: str, name: str) -> DataSet:
    """A published data set."""
    return formats.read(REFERENCE / kind / f"{name}.csv")


def numbers(rows: list[dict[str, str]], names: tuple[str, ...]) -> Floats:
    """Columns of a table, (rows, columns)."""
    return np.array([[float(row[name]) for name in names] for row in rows])


@pytest.mark.parametrize("name", ["emission_standards", "sultan", "random_10"])
def test_rounds_of_expected_utility_are_those_of_the_reconstructions(name: str) -> None:
    """Two open reconstructions of Scholz, Calbert & Smith (2011), whose table 2 has the first of them."""
    rows = table(f"expected-utility/{name}.rounds.csv")
    data = published("expected-utility", name)
    found = bargain(data, "expected-utility", rounds=len(rows) - 1)
    assert found.position[:, 0] == pytest.approx(numbers(rows, data.actors), abs=1e-9)
    assert found.median[:, 0] == pytest.approx(numbers(rows, ("weighted_median",))[:, 0], abs=1e-9)
    assert found.mean[:, 0] == pytest.approx(numbers(rows, ("weighted_mean",))[:, 0], abs=1e-9)


def test_offers_and_risks_of_expected_utility_are_those_of_the_reconstructions() -> None:
    rows = table("expected-utility/emission_standards.offers.csv")
    data = published("expected-utility", "emission_standards")
    found = bargain(data, "expected-utility", rounds=max(int(row["round"]) for row in rows))
    taken = [
        (at, data.actors[one.actor], data.actors[one.other], one.kind, one)
        for at, offers in enumerate(found.offers, 1)
        for one in offers
        if one.ended == "taken"
    ]
    assert [said[:4] for said in taken] == [
        (int(row["round"]), row["actor"], row["other"], row["type"]) for row in rows
    ]
    told = [[one.numbers["eu_ij"], one.numbers["eu_ji"], one.before, one.after] for *_, one in taken]
    assert np.array(told) == pytest.approx(numbers(rows, ("eu_ij", "eu_ji", "x_before", "x_after")), abs=1e-9)
    risks = table("expected-utility/emission_standards.risk.csv")[: found.rounds]
    assert found.numbers["risk"][:, 0] == pytest.approx(numbers(risks, data.actors), abs=1e-9)


def test_an_option_moves_expected_utility_as_it_moves_a_reconstruction() -> None:
    """With q = 0.5 the weighted median goes 10 10 7 7 7 7 (a reconstruction of Scholz's code, 2014)."""
    data = published("expected-utility", "emission_standards")
    found = bargain(data, "expected-utility", {"q": "0.5"}, rounds=6)
    assert found.median[1:, 0] == pytest.approx([10, 10, 7, 7, 7, 7], abs=1e-9)
    assert found.mean[-1, 0] == pytest.approx(7.412, abs=5e-4)
    assert found.options == {"q": 0.5}


@pytest.mark.parametrize("name", ["SOE-Policy", "SOE-Pol-Comp", "dummyData_3Dim"])
def test_condorcet_takes_the_turns_of_ktab_and_rests_when_it_does(name: str) -> None:
    """KTAB 1.4 on its own samples, with its default parameters."""
    rows = table(f"condorcet/{name}.positions.csv")
    data = published("condorcet", name)
    found = bargain(data, "condorcet")
    turns = numbers(rows, data.actors).reshape(-1, len(data.issues), len(data.actors))
    assert found.position == pytest.approx(turns, abs=1e-9)
    assert found.settled
    assert found.options == {}


def test_the_first_exchange_and_the_means_of_copenhagen_are_those_of_decide() -> None:
    """DECIDE 2020.2.2 on its own sample; later exchanges hang on coins."""
    data = published("exchange", "copenhagen")
    found = bargain(data, "exchange", rounds=1)
    issues = [axis.id for axis in data.issues]
    first = table("exchange/copenhagen.means.csv")[0]
    assert (first["round"], first["kind"]) == ("1", "preference")
    assert found.mean[0] == pytest.approx([float(first[issue]) for issue in issues], abs=1e-9)
    one, other = found.offers[0][:2]
    assert [(data.actors[side.actor], issues[side.issue]) for side in (one, other)] == [
        ("USA", "Extra"),
        ("China India", "Commitments"),
    ]
    assert (one.before, one.after, other.before) == (10, 90, 85)
    assert other.after == pytest.approx(21.893663, abs=1e-6)
    assert one.numbers["gain"] == other.numbers["gain"] == pytest.approx(3.278817734, abs=1e-9)
    assert found.vote_mean is not None
    voted = dict(zip(issues, found.vote_mean[1], strict=True))
    assert voted["Commitments"] == pytest.approx(19.063, abs=5e-4)
    assert voted["Extra"] == pytest.approx(95.478, abs=5e-4)


def ktab(folder: Path) -> Path:
    """KTAB's XML of five actors in three dimensions, with its parameters and whose position ideals follow."""
    cells = {(row["Actor"], row["Issue"]): row for row in table("condorcet/smpExample.csv")}
    actors, issues = (list(dict.fromkeys(key[place] for key in cells)) for place in (0, 1))
    people = ""
    for actor in actors:
        own = [cells[actor, issue] for issue in issues]
        where = "".join(f"<dCoord>{one['Position']}</dCoord>" for one in own)
        much = "".join(f"<dSal>{float(one['Salience']) * 100:.12g}</dSal>" for one in own)
        people += f"<Actor><name>{escape(actor)}</name><capability>{own[0]['Capability']}</capability>"
        people += f"<Position>{where}</Position><Salience>{much}</Salience></Actor>"
    pairs = "".join(
        f"<iaPair><adjustingIdeal>{row['actor']}</adjustingIdeal><referencePos>{whom}</referencePos>"
        f"<adjust>{share}</adjust></iaPair>"
        for row in table("condorcet/smpExample.adjustment.csv")
        for whom, share in row.items()
        if whom != "actor" and share != "0"
    )
    names = "".join(f"<dName>{issue}</dName>" for issue in issues)
    file = folder / "five.xml"
    file.write_text(
        "<Scenario><name>Five</name><ModelParameters><PCEModel>MarkovIncentive</PCEModel>"
        f"<VotingRule>PropCbc</VotingRule></ModelParameters><Dimensions>{names}</Dimensions>"
        f"<Actors>{people}</Actors><IdealAdjustment>{pairs}</IdealAdjustment></Scenario>"
    )
    return file


def test_options_and_ideals_of_ktabs_xml_reach_condorcet(tmp_path: Path) -> None:
    """KTAB 1.4 on its sample smpExample.xml."""
    data = formats.read(ktab(tmp_path))
    found = bargain(data, "condorcet")
    for name, told in (("positions", found.position), ("ideals", found.ideal)):
        rows = table(f"condorcet/smpExample.{name}.csv")
        assert told == pytest.approx(numbers(rows, data.actors).reshape(-1, 3, 5), abs=1e-9)
    assert found.options == {"PCEModel": "MarkovIncentive", "VotingRule": "PropCbc"}
    assert (found.rounds, found.settled) == (13, True)


def test_an_option_that_is_given_goes_before_that_of_the_file(tmp_path: Path) -> None:
    data = formats.read(ktab(tmp_path))
    found = bargain(data, "condorcet", {"VotingRule": "Cubic"})
    assert found.options == {"PCEModel": "MarkovIncentive", "VotingRule": "Cubic"}
    assert not np.array_equal(found.position[1], bargain(data, "condorcet", rounds=1).position[1])


def test_a_protocol_without_the_options_of_the_file_passes_them_over(tmp_path: Path) -> None:
    assert bargain(formats.read(ktab(tmp_path)), "influence", rounds=1).options == {}
