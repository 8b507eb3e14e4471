"""Every command has help, and fails with one sentence when it selects nothing or cannot read what it selects."""

import contextlib
import json
import subprocess
import sys

import pytest
from bookproof.cli import main
from bookproof.config import BookError, Config, find_book, read_config
from bookproof.numbers.findings import Kind

COMMANDS = ("check", "facts", "formulas", "mutants")
NOTEBOOK = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_book(folder, text="A $x=y$.\n\n$$ y^2=y \\label{eq-a} $$\n"):
    (folder / "chapters").mkdir(exist_ok=True)
    cells = [{"cell_type": "markdown", "metadata": {}, "source": text}]
    (folder / "chapters" / "a.ipynb").write_text(json.dumps(NOTEBOOK | {"cells": cells}))
    (folder / "proofs").mkdir(exist_ok=True)


@pytest.mark.parametrize("command", COMMANDS)
def test_help(command, capsys):
    with pytest.raises(SystemExit) as end:
        main([command, "--help"])
    assert end.value.code == 0
    assert "usage" in capsys.readouterr().out


def test_help_names_the_statuses(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert "Check the prose and the formulas of a book" in told
    assert "It exits with 1 for what it found" in told
    assert "``" not in told


@pytest.mark.parametrize("command", COMMANDS)
def test_an_empty_folder_is_no_success(command, folder, capsys):
    assert main([command]) == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert message.startswith("bookproof: expected a book, a folder with chapters/")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_book_without_anything_to_check(command, folder, capsys):
    (folder / "chapters").mkdir()
    assert main([command]) == 2
    assert "found" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [("check", "absent.ipynb"), ("mutants", "absent.ipynb")])
def test_an_unknown_file(arguments, folder, capsys):
    write_book(folder)
    assert main(arguments) == 2
    assert capsys.readouterr() == ("", "bookproof: absent.ipynb: cannot be read: No such file or directory\n")


def test_a_page_that_does_not_exist_is_not_one_without_facts(folder, capsys):
    write_book(folder)
    assert main(["facts", "absent.ipynb"]) == 2
    assert capsys.readouterr().err == "bookproof: absent.ipynb: No such file or directory\n"


def test_an_unknown_file_beside_a_known_one_is_a_fault(folder, capsys):
    write_book(folder, "No number.")
    assert main(["check", "absent.ipynb", "chapters/a.ipynb"]) == 1
    assert capsys.readouterr().err == "absent.ipynb: cannot be read: No such file or directory\n"


def test_a_page_that_is_asked_for_twice_is_checked_once(folder, capsys):
    write_book(folder, "We sort $1+1=2$ and 3 more.")
    (folder / "pyproject.toml").write_text("[tool.bookproof]\nfolders = ['chapters', 'chapters']\n")
    for paths in ([], ["chapters", "chapters/a.ipynb", "./chapters/a.ipynb"]):
        assert main(["check", *paths]) == 0
        assert capsys.readouterr().out.startswith(
            "1 page: 0 computed, 0 claims in words, 0 numbers in words, 0 given, 3 r"
        )


def test_one_claim_is_no_plural():
    assert [Kind.CLAIM.counted(count) for count in (1, 2)] == ["1 claim in words", "2 claims in words"]
    assert Kind.GIVEN.counted(2) == "2 given"


@pytest.mark.parametrize(("command", "status"), [("check", 0), ("facts", 2), ("mutants", 2)])
def test_a_folder_stands_for_its_pages(command, status, folder, capsys):
    write_book(folder, "No number.")
    assert main([command, "chapters"]) == status
    assert (
        capsys.readouterr().err
        == {
            "check": "",
            "facts": "bookproof: no facts found: expected notebooks with a file of facts, got chapters\n",
            "mutants": "bookproof: no page found whose numbers could be altered\n",
        }[command]
    )


def test_an_interrupted_command_says_nothing(folder, monkeypatch, capsys):
    def interrupt(paths):
        raise KeyboardInterrupt

    write_book(folder)
    monkeypatch.setattr("bookproof.numbers.check.read_book", interrupt)
    assert main(["check"]) == 130
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("command", ["formulas", "mutants"])
def test_a_display_without_a_label_is_one_line(command, folder, capsys):
    write_book(folder, "No number.\n\n$$ x=y $$")
    assert main([command, "eq-a"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("bookproof: chapters/a.ipynb, cell 1, line 3: a displayed formula needs one")


@pytest.mark.parametrize("command", ["formulas", "mutants"])
def test_an_unknown_label(command, folder, capsys):
    write_book(folder)
    assert main([command, "eq-typo"]) == 2
    binding = " with a binding" * (command == "mutants")
    assert f"expected the label of a displayed formula{binding}, got eq-typo" in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("text", ["{", '{"cells": [3]}', '{"cells": [{"cell_type": "markdown", "source": 3}]}'])
def test_a_malformed_notebook_is_one_line(command, text, folder, capsys):
    write_book(folder)
    (folder / "chapters" / "a.ipynb").write_text(text)
    (folder / "proofs" / "facts").mkdir()
    (folder / "proofs" / "facts" / "a.py").touch()
    assert main([command]) != 0
    assert "a.ipynb: " in capsys.readouterr().err.splitlines()[0]


def test_formulas_says_how_many_it_checked(folder, capsys):
    write_book(folder)
    binding = "from bookproof.formulas import Each, bind\n"
    binding += "BINDINGS = bind(lambda rng: {'y': Each([0.0, 1.0])}, 'eq-a')\n"
    (folder / "proofs" / "a.py").write_text(binding)
    assert main(["formulas"]) == 0
    assert capsys.readouterr().out == "1 formulas, 0 fail\n"
    write_book(folder, "$$ y^2=2y \\label{eq-a} $$")
    assert main(["formulas", "eq-a"]) == 1
    assert "chapters/a.ipynb, cell 1, line 1: eq-a: FalseFormula" in capsys.readouterr().err


def test_formula_without_a_binding(folder, capsys):
    write_book(folder)
    assert main(["formulas"]) == 1
    assert "eq-a: has no binding in proofs/" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--memory", "--report"])
@pytest.mark.parametrize("place", ["proofs", "/dev/null/x"])
def test_results_are_shown_where_they_cannot_be_written(folder, option, place, capsys):
    write_book(folder)
    with contextlib.nullcontext() if option == "--report" else pytest.warns(UserWarning, match=": cannot be written: "):
        assert main(["formulas", option, place]) == (2 if option == "--report" else 1)
    verdict, *message = capsys.readouterr().err.splitlines()
    assert "eq-a: has no binding in proofs/" in verdict
    assert [line.startswith(f"bookproof: {place.removesuffix('/x')}") for line in message] == [True] * len(message)


@pytest.mark.parametrize(("command", "module"), [("facts", "nbclient"), ("formulas", "numpy")])
def test_a_dependency_that_is_not_installed_is_named(folder, command, module):
    write_book(folder)
    run = f"import sys; sys.modules[{module!r}] = None; from bookproof.cli import main; sys.exit(main([{command!r}]))"
    ended = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr == f"bookproof: {module} is missing: pip install 'bookproof[{command}]'\n"


def test_a_link_to_itself_cannot_be_read(folder, capsys):
    write_book(folder)
    (folder / "chapters" / "loop.md").symlink_to(folder / "chapters" / "loop.md")
    assert main(["check"]) == 1
    assert "loop.md: cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("count", ["0", "-1", "many"])
def test_a_sample_has_a_size(count, capsys):
    with pytest.raises(SystemExit):
        main(["mutants", "--sample", count])
    assert f"got '{count}'" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["formulas", "mutants"])
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("import no_such_module", "ModuleNotFoundError: No module named 'no_such_module'"),
        ("BINDINGS = {", "SyntaxError: "),
        ("assert 1 == 2, 'one'", "AssertionError: one"),
        ("import sys\nsys.exit(0)", "SystemExit: 0"),
        ("import pytest\npytest.fail('one')", "Failed: one"),
        ("x = '\udce9'", "SyntaxError: "),
    ],
)
def test_bindings_that_cannot_be_imported_are_one_line(command, text, message, folder, capsys):
    write_book(folder)
    (folder / "proofs" / "a.py").write_bytes(text.encode(errors="surrogateescape"))
    assert main([command, "eq-a"]) != 0
    (error,) = capsys.readouterr().err.splitlines()
    assert f"{folder / 'proofs' / 'a.py'}: cannot be imported: {message}" in error


@pytest.mark.parametrize("text", ["{}", "[]", "3", '"seven"', "{"])
def test_counts_of_mutmut_that_are_none(text, folder, capsys):
    (folder / "chapters").mkdir()
    (folder / "counts.json").write_text(text)
    assert main(["mutants", "--code-statistics", "counts.json"]) == 2
    assert "counts.json: expected the counts of mutmut" in capsys.readouterr().err


class TestConfig:
    def write(self, folder, text):
        (folder / "pyproject.toml").write_text(text)
        return read_config(folder)

    def test_defaults(self, tmp_path):
        assert read_config(tmp_path) == Config()
        assert self.write(tmp_path, "[tool.other]\nx = 1\n") == Config()

    def test_entries(self, tmp_path):
        (tmp_path / "a.ipynb").touch()
        config = self.write(tmp_path, "[tool.bookproof]\nsecond-edition = ['a.ipynb']\nproofs = 'p'\n")
        assert config.second_edition == ("a.ipynb",)
        assert config.proofs == "p"

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("[tool.bookproof]\nfolder = []\n", "expected one of docstrings, .*, got folder"),
            ("[tool.bookproof]\nfolders = ['nope']\n", "names what does not exist: nope"),
            ("[tool.bookproof]\nsecond-edition = ['a.ipynb', 'b.ipynb']\n", "names what does not exist: a.ipynb, b"),
            ("tool = 3\n", "expected a table tool, got 3"),
            ("[tool]\nbookproof = 'x'\n", "expected a table bookproof, got 'x'"),
            ("[tool.bookproof]\nfolders = 'a'\n", "expected folders to be a list of strings, got 'a'"),
            ("[tool.bookproof]\nproofs = 3\n", "expected proofs to be a string, got 3"),
            ("[tool", "cannot be read"),
        ],
    )
    def test_entries_that_mean_nothing(self, tmp_path, text, message):
        with pytest.raises(BookError, match=message):
            self.write(tmp_path, text)

    @pytest.mark.parametrize("name", ["./chapters/a.md", "chapters//a.md", "chapters/../chapters/a.md"])
    def test_a_page_of_the_second_edition_may_be_spelled_in_other_ways(self, folder, name, capsys):
        write_book(folder)
        (folder / "chapters" / "a.md").write_text("The loss never rises.\n")
        self.write(folder, f"[tool.bookproof]\nsecond-edition = ['{name}']\n")
        assert main(["check"]) == 1
        assert "never" in capsys.readouterr().err

    @pytest.mark.parametrize("name", ["chapters", "notes.md", "chapters/_a.md"])
    def test_only_pages_belong_to_the_second_edition(self, folder, name, capsys):
        write_book(folder)
        for file in ("notes.md", "chapters/_a.md"):
            (folder / file).write_text("A note.\n")
        self.write(folder, f"[tool.bookproof]\nsecond-edition = ['{name}']\n")
        assert main(["check"]) == 2
        assert f"expected second-edition to list pages of the book, got {name}" in capsys.readouterr().err

    @pytest.mark.parametrize("link", ["chapters", "chapters/a.md"])
    def test_a_page_behind_a_symbolic_link_belongs_to_the_book(self, tmp_path, link, capsys, monkeypatch):
        book = tmp_path / "book"
        (book / link).parent.mkdir(parents=True)
        target = tmp_path / "elsewhere" / link
        (target if link == "chapters" else target.parent).mkdir(parents=True)
        (book / link).symlink_to(target)
        (book / "chapters" / "a.md").write_text("The loss never rises.\n")
        self.write(book, "[tool.bookproof]\nsecond-edition = ['chapters/a.md']\n")
        monkeypatch.chdir(book)
        assert main(["check"]) == 1
        assert "never" in capsys.readouterr().err

    def test_the_book_around_a_folder(self, tmp_path):
        (tmp_path / "book" / "chapters" / "deep").mkdir(parents=True)
        assert find_book(tmp_path / "book" / "chapters" / "deep") == tmp_path / "book"
        with pytest.raises(BookError, match="got none at"):
            find_book(tmp_path)
