"""What each format of the field's bargaining models says."""

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from scenarios import formats
from scenarios.formats import Axis, DataSet

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file and returns its path."""

    def to(text: str, name: str = "harbour.csv") -> Path:
        file = tmp_path / name
        file.write_bytes(text.encode("utf-8"))
        return file

    return to


# -------------------------------------------------------------------------------------------- the plain table


def test_a_table_has_a_row_for_each_actor(write: Write) -> None:
    data = formats.read(write("Actor,Capability,Position,Salience\nPort,2,30,0.5\nTown,0.5,70.25,1\n"))
    assert data == DataSet(
        title="harbour",
        format="csv",
        actors=("Port", "Town"),
        issues=(Axis("Position", "Position", 0.0, 100.0),),
        capability=((2.0, 0.5),),
        position=((30.0, 70.25),),
        salience=((0.5, 1.0),),
        names={},
        adjustment=None,
        options={},
    )


def test_columns_stand_in_any_order_and_case_and_go_by_other_names(write: Write) -> None:
    said = "SALIENCE,note,Stakeholder,power,POSITION,Description\n0.5,x,Port,2,30,y\n1,,Town,0.5,70,\n"
    data = formats.read(write(said))
    assert (data.actors, data.capability, data.names) == (("Port", "Town"), ((2.0, 0.5),), {})
    assert (data.position, data.salience) == (((30.0, 70.0),), ((0.5, 1.0),))
    for name in ("Influence", "resources"):
        again = formats.read(write(said.replace("power", name).replace("Stakeholder", "name")))
        assert (again.actors, again.capability) == (data.actors, data.capability)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_header_tells_the_delimiter(write: Write, delimiter: str) -> None:
    rows = [
        ["Actor", "Capability", "Position", "Salience", "Note"],
        ['"Port; of, the sea"', "1", "2", "0.5", '"he said ""no"", twice"'],
        ["The 'old' 5\" town", "1", " 3 ", "1", ""],
    ]
    data = formats.read(write("\r\n".join(delimiter.join(row) for row in rows)))
    assert data.actors == ("Port; of, the sea", "The 'old' 5\" town")
    assert data.position == ((2.0, 3.0),)


def test_a_byte_order_mark_blank_rows_and_trailing_delimiters_say_nothing(write: Write) -> None:
    said = "Actor,Capability,Position,Salience\nPort,2,30,0.5\nTown,0.5,70,1\n"
    odd = "\ufeff" + said.replace("\n", ",,\r\n").replace("Town", " \t\r\n,,,,\r\n\xa0Town\xa0")
    assert formats.read(write(odd)) == formats.read(write(said))


def test_a_table_with_issues_has_a_row_for_each_actor_and_issue(write: Write) -> None:
    rows = "Actor,Issue,Capability,Position,Salience\n"
    rows += "Port,dues,2,30,0.5\nTown,hours,1,6,0.25\nTown,dues,3,70,1\nMill,hours,4,9,0\n"
    data = formats.read(write(rows), {"hours": (5, 10)})
    assert data.actors == ("Port", "Town", "Mill")
    assert data.issues == (Axis("dues", "dues", 0.0, 100.0), Axis("hours", "hours", 5.0, 10.0))
    assert data.capability == ((2.0, 3.0, 0.0), (0.0, 1.0, 4.0))
    assert data.position == ((30.0, 70.0, None), (None, 6.0, 9.0))
    assert data.salience == ((0.5, 1.0, 0.0), (0.0, 0.25, 0.0))


def test_scales_hold_for_one_issue_or_for_all_that_are_not_named(write: Write) -> None:
    rows = "Actor,Issue,Power,Position,Salience\n"
    rows += "".join(f"{actor},{issue},1,-2,1\n" for actor in "AB" for issue in "XY")
    data = formats.read(write(rows), {"": (-2, 0), "Y": (-9, 9)})
    assert [(one.id, one.low, one.high) for one in data.issues] == [("X", -2.0, 0.0), ("Y", -9.0, 9.0)]
    one = formats.read(write("Actor,Power,Position,Salience\nA,1,7,1\nB,1,4,1\n"), {"Position": (4, 10)})
    assert one.issues == (Axis("Position", "Position", 4.0, 10.0),)


def test_salience_is_per_cent_where_the_whole_column_says_so(write: Write) -> None:
    head = "Actor,Power,Position,Salience\n"
    assert formats.read(write(head + "A,1,7,80\nB,1,4,0\nC,1,4,1\n")).salience == ((0.8, 0.0, 0.01),)
    assert formats.read(write(head + "A,1,7,1\nB,1,4,0\nC,1,4,1\n")).salience == ((1.0, 0.0, 1.0),)


def test_a_number_may_have_a_sign_an_exponent_or_no_digit_before_its_point(write: Write) -> None:
    rows = 'Actor,Power,Position,Salience\nA,+1e1,-0,.5\nB,1.,5E-1,"1"\n'
    data = formats.read(write(rows))
    assert (data.capability, data.position, data.salience) == (((10.0, 1.0),), ((0.0, 0.5),), ((0.5, 1.0),))
    assert str(data.position[0][0]) == "0.0"


# --------------------------------------------------------------------------------------------- KTAB's formats

TABLE = """The harbour ,"Dues, and hours",2,2,
Actor,Description,Influence,Dues Position,Dues Salience,Hours Position,Hours Salience,
Port,The port,100, 30, 25.0,  0.5,75,
Town, ,   0.5, 70, 60,100,1e-3,
"""
XML = """<?xml version="1.0" encoding="UTF-8"?>
<Scenario xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="smpSchema.xsd">
  <name>The harbour</name><desc>Dues, and hours</desc><prngSeed>17</prngSeed>
  <ModelParameters>
    <BigRAdjust>None</BigRAdjust>
    <VotingRule> Prop </VotingRule>
  </ModelParameters>
  <Dimensions><dName>Dues</dName><dName>Hours &amp; days</dName></Dimensions>
  <Actors>
    <Actor>
      <name>Port</name><description>The port</description><capability>100</capability>
      <Position><dCoord>30</dCoord><dCoord>0.5</dCoord></Position>
      <Salience><dSal>25.0</dSal><dSal>75</dSal></Salience>
    </Actor>
    <!-- one more -->
    <Actor>
      <name>Tówn</name><description/><capability>0.5</capability>
      <Position><dCoord>70</dCoord><dCoord>100</dCoord></Position>
      <Salience><dSal>60</dSal><dSal>1e-3</dSal></Salience>
    </Actor>
  </Actors>
</Scenario>
"""
PAIR = (
    "<iaPair><adjustingIdeal>{}</adjustingIdeal><referencePos>{}</referencePos><adjust>{}</adjust></iaPair>"
)


def test_a_table_of_ktab_has_two_columns_for_each_dimension(write: Write) -> None:
    data = formats.read(write(TABLE))
    assert (data.title, data.format) == ("The harbour", "ktab")
    assert (data.actors, data.names) == (("Port", "Town"), {"Port": "The port"})
    dues, hours = (
        Axis("Dues Position", "Dues Position", 0.0, 100.0),
        Axis("Hours Position", "Hours Position", 0.0, 100.0),
    )
    assert data.issues == (dues, hours)
    assert data.capability == ((100.0, 0.5), (100.0, 0.5))
    assert data.position == ((30.0, 70.0), (0.5, 100.0))
    assert data.salience == ((0.25, 0.6), (0.75, 1e-3 / 100))
    assert (data.adjustment, data.options) == (None, {})


def test_the_header_of_ktabs_table_tells_its_delimiter(write: Write) -> None:
    rows = TABLE.replace('"Dues, and hours"', "Dues and hours")
    assert formats.read(write(rows.replace(",", ";"))) == formats.read(write(rows))


def test_what_an_actor_gives_to_all_dimensions_may_miss_100_by_rounding(write: Write) -> None:
    rows = "Harbour,,2,3\nActor,Description,Power,A,a,B,b,C,c\n"
    rows += "Port,,1,5,33.4,6,33.3,7,33.300000000001\nTown,,1,5,1,6,1,7,1\n"
    assert formats.read(write(rows)).actors == ("Port", "Town")


def test_ktabs_xml_says_what_its_table_says(write: Write) -> None:
    data, table = formats.read(write(XML, "harbour.xml")), formats.read(write(TABLE))
    assert (data.format, data.title) == ("ktab-xml", table.title)
    assert [one.title for one in data.issues] == ["Dues", "Hours & days"]
    assert data.actors == ("Port", "Tówn")
    assert data.names == {"Port": "The port"}
    for what in ("capability", "position", "salience", "adjustment"):
        assert getattr(data, what) == getattr(table, what)
    assert data.options == {"BigRAdjust": "None", "VotingRule": "Prop"}
    assert formats.read(write(XML)).format == "ktab-xml"


def test_an_ideal_follows_its_own_actor_unless_the_xml_says_otherwise(write: Write) -> None:
    pairs = PAIR.format("Port", "Port", 0.25) + PAIR.format("Port", "Tówn", 0.5)
    said = XML.replace("</Scenario>", f"<IdealAdjustment>{pairs}</IdealAdjustment></Scenario>")
    assert formats.read(write(said)).adjustment == ((0.25, 0.5), (0.0, 1.0))


# --------------------------------------------------------------------------------------------- DECIDE's lines

LINES = """'#/'\t'It's a comment, with "quotes
'#O'\t'The harbour'\t''
'#D'\t'Port'\t'hours'\t6.0\t0.5\t1.5\t
'#A'\t'Port'\t'The port'\t''
'#A'\t'Town d'Or'\t'Town d'Or'\t''\t
'#P'\t'dues'\t'Harbour dues'\t''
'#P'\t'hours'\t'hours'
'#M'\t'hours'\t10\t
'#M'\t'hours'\t7\t'as it is'\t
'#M'\t'hours'\t5.5\t
#0 another comment
'#D'\t'Town d'Or'\t'hours'\t5.5\t0\t2\t
'#D'\t'Port'\t'dues'\t100\t1\t0.5\t
'#D'\t'Mill'\t'dues'\t0\t0.25\t9
'#A'\t'Mill'\t''
"""


def test_decides_lines_stand_in_any_order_and_leave_cells_out(write: Write) -> None:
    data = formats.read(write(LINES, "lines.txt"))
    assert (data.title, data.format) == ("The harbour", "decide")
    assert (data.actors, data.names) == (("Port", "Town d'Or", "Mill"), {"Port": "The port"})
    assert data.issues == (Axis("dues", "Harbour dues", 0.0, 100.0), Axis("hours", "hours", 5.5, 10.0))
    assert data.capability == ((0.5, 0.0, 9.0), (1.5, 2.0, 0.0))
    assert data.position == ((100.0, None, 0.0), (6.0, 5.5, None))
    assert data.salience == ((1.0, 0.0, 0.25), (0.5, 0.0, 0.0))


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_decides_lines_are_cut_at_what_follows_the_first_mark(write: Write, delimiter: str) -> None:
    tabs = LINES.replace("'It's a comment, with \"quotes", "")
    data = formats.read(write(tabs.replace("\t", delimiter).replace("'#D'", "#D"), "lines.txt"))
    assert data == formats.read(write(LINES, "lines.txt"))


# ------------------------------------------------------------------------------------------------ all of them


def test_a_data_set_is_frozen_and_travels_between_processes(write: Write) -> None:
    data = formats.read(write(XML))
    with pytest.raises(AttributeError, match="title"):
        data.title = "Another"
    assert pickle.loads(pickle.dumps(data)) == data
