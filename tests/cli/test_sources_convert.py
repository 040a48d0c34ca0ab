"""`sources convert`: to each format and back, what is quoted and what is lost, and what is refused."""

import json
from pathlib import Path

import pytest

from sources.coding import read_coding
from sources.documents import checksum
from tests.cli.asking import Ask

TEXT = "Ünal said 🙂 that\r\nthe bridge stays open.\nOthers doubt it."
START, END = TEXT.index("the"), TEXT.index(".")
WORDS = "the bridge stays"


@pytest.fixture
def coding(tmp_path: Path) -> Path:
    """A coder's file on a document beside it, with a rejected candidate."""
    (tmp_path / "bridge.txt").write_bytes(TEXT.encode())
    statement = {
        "document": "bridge",
        "start": START,
        "end": END,
        "sha256": checksum(TEXT[START:END]),
        "speaker": "Ünal",
        "actor": "town",
        "issue": "bridge_toll",
        "stance": "supports",
        "mode": "indirect",
        "position": 75.0,
        "paraphrase": "It is not to be closed.\nNot soon.",
    }
    document = {"file": "bridge.txt", "sha256": checksum(TEXT), "outlet": "Gazette", "date": "1902-03-30"}
    entry = {
        "coder": "Ana B.",
        "documents": {"bridge": document},
        "statements": {"s-1": statement},
        "rejected": [{"document": "bridge", "start": 0, "end": 4}],
    }
    path = tmp_path / "ana.json"
    path.write_text(json.dumps(entry), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("form", "out"), [("w3c", "ana.jsonld"), ("yaml", "ana.yaml"), ("json", "again.json")]
)
def test_there_and_back(ask: Ask, coding: Path, form: str, out: str) -> None:
    there = ask("sources", "convert", coding, "--to", form, "--out", out)
    assert (there.code, there.out, there.err) == (0, f"Written: {out} (1 statements)\n", "")
    assert WORDS not in (coding.parent / out).read_text(encoding="utf-8")
    assert ask("sources", "convert", out, "--to", "json", "--out", "back.json").code == 0
    assert read_coding(coding.parent / "back.json") == read_coding(coding)


def test_to_brat_and_back(ask: Ask, coding: Path) -> None:
    folder = coding.parent
    private = ("--private", "--documents", folder)
    there = ask("sources", "convert", coding, "--to", "brat", "--out", "brat", *private)
    assert (there.code, there.err) == (0, "brat quotes the documents: keep it to yourself\n")
    assert (folder / "brat" / "bridge.txt").read_bytes() == TEXT.encode()
    lines = (folder / "brat" / "bridge.ann").read_text(encoding="utf-8").split("\n")
    assert lines[0] == f"T1\tbridge_toll {START} {END}\tthe bridge stays open"
    assert "#3\tParaphrase T1\tIt is not to be closed.\\nNot soon." in lines
    assert ask("sources", "convert", "brat", "--to", "json", "--out", "back.json").code == 0
    assert read_coding(folder / "back.json") == read_coding(coding)
    again = ask("sources", "convert", coding, "--to", "brat", "--out", "brat", *private)
    assert again.code == 0  # an earlier one of its kind is replaced
    other = ask("sources", "convert", coding, "--to", "brat", "--out", folder, *private)
    assert (other.code, "holds other files" in other.err) == (2, True)


def test_to_dna_and_back_says_what_is_lost(ask: Ask, coding: Path) -> None:
    told = ask("sources", "convert", coding, "--to", "dna", "--out", "events.csv", "--json")
    assert json.loads(told.out) == {
        "written": "events.csv", "format": "dna", "statements": 1, "documents": 1,
        "lost": ["1 rejected"], "quotes": False,
    }  # fmt: skip
    assert told.err == "dna has no place for: 1 rejected\n"
    assert WORDS not in (coding.parent / "events.csv").read_text(encoding="utf-8")
    assert ask("sources", "convert", "events.csv", "--to", "json", "--out", "back.json").code == 0
    whole = read_coding(coding)
    assert read_coding(coding.parent / "back.json") == whole.model_copy(update={"rejected": ()})


def test_with_private_the_words_are_quoted_and_dna_counts_as_java_does(ask: Ask, coding: Path) -> None:
    folder = coding.parent
    for form, out in (("w3c", "ana.jsonld"), ("dna", "ana.csv")):
        private = ("--private", "--documents", folder)
        assert ask("sources", "convert", coding, "--to", form, "--out", out, *private).code == 0
        assert WORDS in (folder / out).read_text(encoding="utf-8")
    page = json.loads((folder / "ana.jsonld").read_text(encoding="utf-8"))
    place, words = page["items"][0]["target"]["selector"]
    assert (place["start"], place["end"]) == (START, END)
    assert words["prefix"] + words["exact"] + words["suffix"] == TEXT
    cells = (folder / "ana.csv").read_text(encoding="utf-8").split("\n")[1].split(";")
    assert cells[6:8] == [f'"{START + 1}"', f'"{END + 1}"']  # the face is two of Java's characters


def test_what_dna_wrote_itself_is_read_with_the_texts(ask: Ask, coding: Path) -> None:
    """As its event list has it: unquoted numbers, no checksums; the mode is added by hand."""
    head = (
        '"statement_id";"time";"person";"organization";"concept";"agreement";"start_position";"stop_position";'
        '"text";"coder";"document_id";"document_title";"document_author";"document_source";"mode"\n'
    )
    row = (
        '7;1902-03-30 00:00:00;"Ünal";"town";"bridge_toll";0;{};{};"";1;1;"bridge";"";"Gazette";"indirect"\n'
    )
    (coding.parent / "dna.csv").write_text(head + row.format(START + 1, END + 1), encoding="utf-8")
    back = ("sources", "convert", "dna.csv", "--to", "json", "--out", "back.json")
    alone = ask(*back)
    assert alone.code == 2
    assert alone.err == (
        "dna.csv:2:1: has no start, end and sha256; to find them, give the texts (--documents) and what is "
        "known of them (--about)\n"
    )
    answer = ask(*back, "--documents", ".", "--about", coding)
    assert (answer.code, answer.err) == (0, "")
    statement = read_coding(coding.parent / "back.json").statements["s-7"]
    assert (statement.start, statement.end, statement.stance) == (START, END, "opposes")


def test_w3c_of_another_program_is_read(ask: Ask, coding: Path) -> None:
    """A collection, characters escaped in halves, an array of types, and a target among several selectors."""
    body = {"type": ["parley:Statement"], "parley:document": "bridge", "parley:speaker": "Ünal 🙂"}
    said = {"actor": "town", "issue": "toll", "stance": "neutral", "mode": "direct", "sha256": "0" * 64}
    annotation = {
        "type": "Annotation",
        "body": [body | {f"parley:{key}": value for key, value in said.items()}],
        "target": {"selector": [{"type": "X"}, {"type": "TextPositionSelector", "start": 0, "end": 4}]},
    }
    page = {"@context": "x", "type": "AnnotationCollection", "first": {"items": [annotation]}}
    (coding.parent / "their.json").write_text(json.dumps(page, indent="\t"), encoding="utf-8")
    answer = ask("sources", "convert", "their.json", "--to", "json", "--out", "back.json", "--about", coding)
    assert (answer.code, answer.err) == (0, "")
    assert read_coding(coding.parent / "back.json").statements["s-1"].speaker == "Ünal 🙂"


WRONG = {
    "wrong.jsonld": (
        '{"@context": "x", "items": [\n {"body": [], "target": {}}\n]}',
        (
            "wrong.jsonld:2:2: the annotation has no body of the type parley:Statement",
            "wrong.jsonld:2:2: the annotation has no TextPositionSelector",
        ),
    ),
    "torn.jsonld": ('{"@context": ', ("torn.jsonld:1:14: is no JSON (Expecting value)",)),
    "kinds.jsonld": (
        """{"@context": "x", "items": [
 {"body": {"type": "parley:Statement", "parley:stance": "maybe"},
  "target": {"selector": {"type": "TextPositionSelector", "start": "5", "end": 9}}}
]}""",
        (
            "kinds.jsonld:3:68: statements.s-1.start: '5' is not a whole number",
            "kinds.jsonld:2:57: statements.s-1.stance: 'maybe' is not",
            "kinds.jsonld:2:2: statements.s-1.mode",
        ),
    ),
    "short.csv": (
        "person;organization;concept\nAna;town\nAna;town;toll;more\n",
        ("short.csv:2:1: 2 cells, where there are 3 columns", "short.csv:3:1: 4 cells, where there are 3"),
    ),
    "other.csv": ("a;b\n1;2\n", ("other.csv:1:1: no column is named organization or concept or person",)),
    "two.csv": (
        """statement;person;organization;concept;start;end;sha256;coder_name;coders
s;Ana;town;toll;0;4;0;Ana;[
s;Ana;town;toll;0;4;0;Ben;
""",
        (
            "two.csv:2:1: coders: '[' is no list such as",
            "two.csv:3:1: a second statement is named 's'",
            "two.csv:3:1: several coders (Ana, Ben); a coding has one",
        ),
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_told_with_all_its_places(ask: Ask, coding: Path, name: str) -> None:
    text, faults = WRONG[name]
    (coding.parent / name).write_text(text, encoding="utf-8")
    answer = ask("sources", "convert", name, "--to", "yaml", "--out", "back.yaml")
    assert (answer.code, answer.out) == (2, "")
    assert [fault for fault in faults if fault not in answer.err] == []
    assert not (coding.parent / "back.yaml").exists()


def test_wrong_lines_of_brat_are_told_all_at_once(ask: Ask, coding: Path) -> None:
    private = ("--private", "--documents", coding.parent)
    ask("sources", "convert", coding, "--to", "brat", "--out", "brat", *private)
    file = coding.parent / "brat" / "bridge.ann"
    lines = [
        "T2\ttoll 0 4;6 9\tÜnal aid",
        "T3\ttoll 0 4\tElse",
        "T4\ttoll 0 400\tÜnal",
        "T1\ttoll 0 4\tÜnal",
        "A9\tStance T1 opposes",
        "A10\tMood T1 glad",
        "A11\tStance T8 opposes",
        "#9\tHint T1\twhy",
        "R1\tSame Arg1:T1 Arg2:T1",
        "nonsense",
    ]
    before = file.read_text(encoding="utf-8")
    file.write_text(before + "\n".join(lines), encoding="utf-8")
    answer = ask("sources", "convert", "brat", "--to", "yaml", "--out", "back.yaml")
    first = before.count("\n") + 1
    faults = [
        "T2 has several stretches; a statement has one",
        "T3 has other words than bridge.txt at 0-4",
        f"T4: span 0-400 does not lie within 0-{len(TEXT)}",
        "T1 stands twice",
        "T1 has a second stance",
        "'Mood' is no attribute of a statement; there are Stance, Mode, Position, Actor, Decision",
        "there is no T8",
        "'Hint' is no note of a statement; there are Name, Speaker, Paraphrase, AnnotatorNotes, Coder",
        "'R1\\u0009Same Arg1:T1 Arg2' is a relation; T, A and # lines are read",
        "'nonsense' is no line of standoff; T, A and # lines are read",
    ]
    assert answer.err.splitlines() == [
        f"brat/bridge.ann:{first + place}:1: {fault}" for place, fault in enumerate(faults)
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("ana.json", "--to", "brat", "--out", "brat"),
            "--to: brat holds the words of the documents; add --private and --documents DIR",
        ),
        (
            ("ana.json", "--to", "w3c", "--out", "a.jsonld", "--private"),
            "--private: the texts are needed to be quoted; add --documents DIR",
        ),
        (("ana.json", "--to", "dna", "--out", "a.txt"), "--out: a.txt does not end in .csv, as dna does"),
        (("ana.json", "--to", "dnaa", "--out", "a.csv"), "--to: 'dnaa' is not a format; did you mean 'dna'?"),
        (
            ("absent.json", "--to", "dna", "--out", "a.csv"),
            "absent.json: there is no such file, folder or case",
        ),
        (
            ("bridge.txt", "--to", "dna", "--out", "a.csv"),
            "bridge.txt: is of no known format; say which with --from",
        ),
        (
            ("ana.json", "--to", "dna", "--out", "a.csv", "--documents", "nowhere"),
            "ana.json: documents.bridge.file: bridge.txt cannot be read: No such file or directory",
        ),
        (
            ("ana.json", "--to", "dna", "--out", "a.csv", "--about", "bridge.txt"),
            "bridge.txt:1:1: holds 'Ünal said",
        ),
        (
            ("ana.json", "--to", "dna", "--out", "a.csv", "--about", "actors.yaml"),
            "actors.yaml: has no key documents",
        ),
        (
            ("candidates.jsonl", "--to", "dna", "--out", "a.csv"),
            "candidates.jsonl: holds candidates, which nobody has confirmed",
        ),
        (
            ("actors.yaml", "--to", "dna", "--out", "a.csv"),
            "town: unknown key 'town'; allowed: coder, documents, statements, rejected",
        ),
    ],
)
def test_what_is_refused(ask: Ask, coding: Path, arguments: tuple[str, ...], said: str) -> None:
    (coding.parent / "actors.yaml").write_text("town: {}\n", encoding="utf-8")
    (coding.parent / "candidates.jsonl").write_text("{}\n", encoding="utf-8")
    answer = ask("sources", "convert", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_a_text_that_is_not_the_one_that_was_coded_is_refused(ask: Ask, coding: Path) -> None:
    (coding.parent / "bridge.txt").write_bytes(TEXT.replace("\r\n", "\n").encode())
    answer = ask("sources", "convert", coding, "--to", "w3c", "--out", "a.jsonld", "--documents", ".")
    assert answer.code == 2
    assert "documents.bridge.sha256: bridge.txt has " in answer.err
