"""Every wrong data set gives exactly its messages, word for word and all at once.

What the files hold and what they give stands in wrong-formats/.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from scenarios import ScenarioError, formats
from scenarios.exceptions import MalformedFile, ScenarioNotFound, UnreadableFile
from scenarios.files import LARGEST

FOLDER = Path(__file__).parent / "wrong-formats"
WRONG = [
    pytest.param(case["content"], case["told"], id=f"{file.stem}: {name}")
    for file in sorted(FOLDER.glob("*.yaml"))
    for name, case in yaml.safe_load(file.read_text(encoding="utf-8")).items()
]
HEAD = "Actor,Capability,Position,Salience\n"

Scales = Mapping[str, tuple[float, float]]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are relative to the folder of the files."""
    monkeypatch.chdir(tmp_path)


def told(content: str, name: str = "t.csv", scales: Scales | None = None) -> list[str]:
    """The messages of a file, which is read by its name alone."""
    Path(name).write_bytes(content.encode("utf-8"))
    with pytest.raises(ScenarioError) as caught:
        formats.read(name, scales)
    return str(caught.value).split("\n")


@pytest.mark.parametrize(("content", "messages"), WRONG)
def test_a_wrong_file_gives_its_messages(content: str, messages: str) -> None:
    assert told(content, messages.partition(":")[0]) == messages.splitlines()


def test_a_scale_must_run_upwards_and_name_an_issue_that_there_is() -> None:
    rows = HEAD + "Port,1,5,1\nTown,1,6,1\n"
    wanted = "is no scale; write LOW:HIGH, two numbers with LOW below HIGH"
    assert told(rows, scales={"": (7, 0), "dues": (0, float("inf")), "hours": (float("nan"), 1)}) == [
        f"t.csv: --scale: 7:0 {wanted}",
        f"t.csv: --scale: 0:inf on 'dues' {wanted}",
        f"t.csv: --scale: nan:1 on 'hours' {wanted}",
    ]
    assert told(rows, scales={"Postion": (0, 10), "dues": (0, 10)}) == [
        "t.csv: --scale: there is no issue 'Postion'; did you mean 'Position'?",
        "t.csv: --scale: there is no issue 'dues'; allowed: Position",
    ]
    allowed = "allowed: 5.5 to 10; --scale LOW:HIGH tells what the axis runs over"
    assert told(rows, scales={"": (5.5, 10)}) == [f"t.csv:2:8: Position: 5 is below 5.5; {allowed}"]


KTAB = "the axes of KTAB's files run over 0-100"
OWN_SCALES = {
    "KTAB's table": ("Harbour,,2,1\nActor,Description,Power,Dues,Care\n", KTAB),
    "KTAB's XML": ("<Scenario/>", KTAB),
    "DECIDE's lines": ("#A,Port\n", "the #M lines of DECIDE's files tell what issues run over"),
}


@pytest.mark.parametrize("name", OWN_SCALES)
def test_a_format_that_says_its_scales_takes_none(name: str) -> None:
    content, says = OWN_SCALES[name]
    assert told(content, scales={"": (0, 10)}) == [f"t.csv: --scale: {says}; leave --scale out"]


UNREADABLE = {
    "words in CP1252": (b"Actor\nC\xf4te\n", ":2:2: byte 0xf4 is not UTF-8; save the file as UTF-8"),
    "a spreadsheet": (b"PK\x03\x04\x14\x00\x06\x00", ": is binary, not text"),
    "more than is read": (b"x" * (LARGEST + 1), ": is larger than 5 MB, the most that is read"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_is_no_text_gives_one_message(name: str) -> None:
    content, message = UNREADABLE[name]
    Path("t.csv").write_bytes(content)
    with pytest.raises(UnreadableFile) as caught:
        formats.read("t.csv")
    assert str(caught.value) == f"t.csv{message}"


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioNotFound) as missing:
        formats.read("t.csv")
    assert str(missing.value) == "t.csv: there is no such file"
    (tmp_path / "t.csv").mkdir()
    with pytest.raises(UnreadableFile) as folder:
        formats.read(tmp_path / "t.csv")
    assert str(folder.value) == "t.csv: is a folder, not a file"


def test_a_file_with_more_actors_and_issues_than_a_person_writes_is_refused() -> None:
    rows = "".join(f"X{n // 2},A{n},1,5,1\n" for n in range(2002))
    assert told("Issue,Actor,Capability,Position,Salience\n" + rows) == [
        "t.csv: has 2002 actors; at most 1000 are read",
        "t.csv: has 1001 issues; at most 1000 are read",
    ]


def test_every_wrong_row_of_a_long_file_is_told() -> None:
    Path("t.csv").write_text(HEAD + "".join(f"A{n},1,x,1\n" for n in range(500)), encoding="utf-8")
    with pytest.raises(MalformedFile) as caught:
        formats.read("t.csv")
    assert [problem.mark.line for problem in caught.value.problems] == list(range(2, 502))
