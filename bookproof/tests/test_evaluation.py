"""A small book whose formulas are evaluated, in displays and in the running text."""

import json

import pytest
from bookproof.cli import main
from bookproof.evaluation import evaluate_book
from bookproof.formulas.find import FormulaPlaceError
from books import BINDINGS, HORSE, formula_book, markdown, write

from bookproof import evaluation

LOADING = """
from pathlib import Path
from bookproof.formulas.find import load_module
shared = load_module(Path(__file__).with_name("_shared.py"))
"""


def verdicts(root, memory=None):
    return [result.verdict.split(":")[0] for result in evaluate_book(root, memory)]


def test_a_true_display_holds_and_a_false_one_does_not(tmp_path):
    assert verdicts(formula_book(tmp_path)) == ["holds"]
    assert verdicts(formula_book(tmp_path, r"\ell=\log p")) == ["FalseFormula"]


def test_a_display_without_a_binding_fails(tmp_path):
    assert verdicts(formula_book(tmp_path, bindings="")) == ["has no binding in proofs/"]


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (r"Since $2p=p+p$, it is so.", ["holds"]),
        (r"Since $2p=p-p$, it is so.", ["FalseFormula"]),
        (r"Write $\ell=-\log p$ for it.", ["holds"]),
        (r"Write $\ell=\log p$ for it.", ["FalseFormula"]),
        (r"With $p=0.3$ it is so.", []),
        (r"With $\sigma(p)=0.7$ it is so, and for $a,b>1$ and $\lvert p\rvert<1$.", []),
        (r"For $0.1\leq p\leq0.5$ it is so, and at $x=e^{-20}$.", []),
        (r"It starts from $p+p=2$, and so on.", ["FalseFormula"]),
        (r"This is the case $2p\cdot2=2$.", ["FalseFormula"]),
        (r"It is so because $p^2=p$.", ["FalseFormula"]),
        (r"With $\ell=e^{-p}$ it is so.", ["FalseFormula"]),
        (r"For $p<1-p+p$ it is so.", ["holds"]),
        (r"Since $p<0\Rightarrow p>1$, it is so.", ["claims something that nothing evaluates"]),
        (r"Since $p+u=u+p$, it is so.", ["claims something that nothing evaluates"]),
    ],
)
def test_claims_in_the_running_text_are_evaluated(tmp_path, words, verdict):
    assert verdicts(formula_book(tmp_path, words=words))[1:] == verdict


def test_claims_between_two_rules_are_evaluated(tmp_path):
    root = formula_book(tmp_path)
    display = r"$$ \ell=-\log p \label{eq-loss} $$"
    write(root, HORSE, markdown(display), markdown("---\nSince $2p=p-p$, it is so.\n\n---\n"))
    assert verdicts(root) == ["holds", "FalseFormula"]


def test_a_waiver_silences_its_sentence_and_no_other(tmp_path):
    root = formula_book(tmp_path, words="Since $2p=p-p+1$, it is so.\n\nHence $2p=p-p$ and $2p=p-p+1$.")
    entry = (
        "[[waiver]]\nsentence = 'Since $2p=p-p+1$, it is so.'\nform = 'inline'\nreason = 'an exercise corrects it'\n"
    )
    (root / "proofs" / "horse.toml").write_text(entry)
    assert verdicts(root) == ["holds", "FalseFormula", "FalseFormula"]


def test_a_waiver_silences_a_cell_of_a_table(tmp_path):
    root = formula_book(tmp_path, words="| so | why |\n| --- | --- |\n| it is | $2p=p-p+1$ |")
    entry = "[[waiver]]\nsentence = '$2p=p-p+1$'\nform = 'inline'\nreason = 'an exercise corrects it'\n"
    (root / "proofs" / "horse.toml").write_text(entry)
    assert verdicts(root) == ["holds"]


def test_a_page_without_bindings_defines_but_does_not_claim(tmp_path):
    root = formula_book(tmp_path, words=r"Write $m=p+1$; hence $2p=p+p$.")
    (root / "proofs" / "horse.py").rename(root / "proofs" / "cow.py")
    display, definition, claim = evaluate_book(root)
    assert (display.verdict, definition.verdict) == ("holds", "holds")
    assert claim.verdict.endswith("nothing evaluates: there is no file horse.py in proofs/")


def test_a_result_is_remembered_until_something_changes(tmp_path):
    memory = tmp_path / "_build" / "known.json"
    root = formula_book(tmp_path)
    verdicts(root, memory)
    known = json.loads(memory.read_text())
    memory.write_text(json.dumps({key: "remembered" if value == "holds" else value for key, value in known.items()}))
    assert verdicts(root, memory) == ["remembered"]
    assert verdicts(formula_book(tmp_path, r"\ell=-\log(p)"), memory) == ["holds"]
    assert verdicts(formula_book(tmp_path, bindings=BINDINGS + "\n"), memory) == ["holds"]


def test_a_shared_file_that_cannot_be_imported_is_named(tmp_path):
    root = formula_book(tmp_path, bindings=LOADING + BINDINGS)
    (root / "proofs" / "_shared.py").write_text("import no_such_module")
    with pytest.raises(FormulaPlaceError, match=r"_shared\.py: cannot be imported: ModuleNotFoundError"):
        evaluate_book(root)


def test_one_formula_leaves_what_is_remembered_of_the_others(tmp_path):
    memory = tmp_path / "known.json"
    root = formula_book(tmp_path, words=r"Since $2p=p+p$, it is so.")
    evaluate_book(root, memory)
    known = json.loads(memory.read_text())
    assert [result.name for result in evaluate_book(root, memory, ["eq-loss"])] == ["eq-loss"]
    assert json.loads(memory.read_text()) == known


def test_a_shared_file_that_changes_is_noticed(tmp_path):
    memory = tmp_path / "_build" / "known.json"
    sharing = BINDINGS.replace("-np.log(p)", "shared.surprise(p)").replace("import numpy as np\n", LOADING)
    root = formula_book(tmp_path, bindings=sharing)
    shared = root / "proofs" / "_shared.py"
    shared.write_text("import numpy as np\n\ndef surprise(p):\n    return -np.log(p)\n")
    assert verdicts(root, memory) == ["holds"]
    shared.write_text("import numpy as np\n\ndef surprise(p):\n    return np.log(p) / 2\n")
    assert verdicts(root, memory) == ["FalseFormula"]


def test_a_result_is_forgotten_when_a_documented_package_changes(tmp_path):
    """A binding takes its values from the functions whose docstrings it proves."""
    memory, package = tmp_path / "known.json", tmp_path / "book" / "horses"
    loading = LOADING.replace('with_name("_shared.py")', 'parents[1] / "horses" / "losses.py"')
    root = formula_book(tmp_path / "book", bindings=loading + BINDINGS.replace("-np.log(p)", "shared.SIGN * np.log(p)"))
    (root / "pyproject.toml").write_text('[tool.bookproof]\ndocstrings = ["horses"]\n')
    package.mkdir()
    (package / "losses.py").write_text("SIGN = -1\n")
    assert verdicts(root, memory) == ["holds"]
    (package / "losses.py").write_text("SIGN = 1\n")
    assert verdicts(root, memory) == ["FalseFormula"]


@pytest.mark.parametrize("name", ["formulas/parser/atoms.py", "evaluation.py", "words/inline.py"])
def test_a_result_is_forgotten_when_any_module_of_the_checks_changes(tmp_path, monkeypatch, name):
    module = tmp_path / "program" / name
    module.parent.mkdir(parents=True)
    module.write_text("one")
    monkeypatch.setattr(evaluation, "__file__", str(tmp_path / "program" / "evaluation.py"))
    root, memory = formula_book(tmp_path / "book"), tmp_path / "known.json"
    verdicts(root, memory)
    known = json.loads(memory.read_text())
    memory.write_text(json.dumps({key: "remembered" if value == "holds" else value for key, value in known.items()}))
    assert verdicts(root, memory) == ["remembered"]
    module.write_text("two")
    assert verdicts(root, memory) == ["holds"]


def test_the_command_answers_with_its_status_and_a_report(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(formula_book(tmp_path, words=r"Since $2p=p+p$, it is so."))
    arguments = ["formulas", "--memory", "a/known.json", "--report", "a/report.json"]
    assert main(arguments) == 0
    assert capsys.readouterr().out == "2 formulas, 1 of them in sentences, 0 fail\n"
    assert [each["role"] for each in json.loads((tmp_path / "a" / "report.json").read_text())] == ["display", "claim"]
    formula_book(tmp_path, r"\ell=\log p")
    assert main(arguments) == 1
    assert "eq-loss: FalseFormula" in capsys.readouterr().err


MOVING = "BINDINGS |= bind({'p': 0.5, r'\\ell': Depends(lambda p: %s, 'p')}, 'eq-loss')\n"
RAISING = {
    "a context": ("BINDINGS |= bind(lambda rng: {}['p'], 'eq-loss')", "KeyError: 'p'"),
    "a symbol": (MOVING % "p.no", r"UndefinedFormula: \ell: AttributeError: 'float' object has no attribute 'no'"),
    "a library": (MOVING % "torch.ones(2) @ torch.ones(3)", r"UndefinedFormula: \ell: RuntimeError: "),
    "a context that exits": ("import sys\nBINDINGS |= bind(lambda rng: sys.exit(), 'eq-loss')", "SystemExit: "),
    "a comparison that exits": ("import sys\nBY_HAND = {'eq-loss': ByHand('unread', sys.exit)}", "SystemExit: "),
    "a comparison by a test": ("import pytest\nBY_HAND = {'eq-loss': ByHand('unread', pytest.fail)}", "Failed: "),
    "a returned truth": ("BY_HAND = {'eq-loss': ByHand('unread', lambda: True)}", "TypeError: expected a comparison"),
    "a comparison by hand": ("BY_HAND = {'eq-loss': ByHand('it cannot be read', lambda: int('p'))}", "ValueError: "),
}


@pytest.mark.parametrize("name", RAISING)
def test_what_an_authors_code_raises_is_the_failure_of_its_formula(tmp_path, name):
    code, verdict = RAISING[name]
    holding = BINDINGS.replace("eq-loss", "eq-other").replace("Depends", "ByHand, Depends", 1)
    root = formula_book(tmp_path, bindings=f"import torch\n{holding}\n{code}\n")
    displays = [rf"$$ \ell=-\log p \label{{{label}}} $$" for label in ("eq-loss", "eq-other")]
    write(root, HORSE, markdown("\n\n".join(displays)))
    loss, other = evaluate_book(root)
    assert loss.verdict.startswith(verdict)
    assert other.verdict == "holds"


@pytest.mark.parametrize(("code", "verdict"), [("{}['p']", "KeyError: 'p'"), ("exit('p')", "SystemExit: p")])
def test_a_context_that_raises_is_named_where_no_other_shows_a_claim(tmp_path, code, verdict):
    """Its formula in the running text fails; one that another context shows holds."""
    broken = f"{BINDINGS}\ndef broken(rng):\n    return {code}\n\nINLINE = [broken]\n"
    root = formula_book(tmp_path, words=r"Since $2p=p+p$ it is so, and $m=u+1$ is a definition.", bindings=broken)
    assert [each.verdict for each in evaluate_book(root)] == ["holds", "holds", verdict]


@pytest.mark.parametrize(
    "table",
    [
        *("BINDINGS = [surprise]", "BINDINGS = {'eq-loss': surprise}", "BY_HAND = {'eq-loss': 1}"),
        *("BINDINGS = bind(surprise, 3)", "BINDINGS = bind(surprise, 'eq-loss eq-other')"),
    ],
)
def test_a_table_of_another_kind_is_named(tmp_path, table):
    root = formula_book(tmp_path, bindings=f"{BINDINGS}\n{table}\n")
    with pytest.raises(FormulaPlaceError, match=r"^horse\.py: expected B\w+ to be a dictionary from labels to B"):
        evaluate_book(root)


@pytest.mark.parametrize("contexts", ["surprise", "None", "[3]"])
def test_contexts_of_another_kind_are_named(tmp_path, contexts):
    root = formula_book(tmp_path, words="Since $2p=p+p$ it is so.", bindings=f"{BINDINGS}\nINLINE = {contexts}\n")
    with pytest.raises(FormulaPlaceError, match=r"^horse\.py: expected INLINE to be a list of contexts, got "):
        evaluate_book(root)


def test_the_one_entry_that_is_wrong_is_named(tmp_path):
    root = formula_book(tmp_path, bindings=f"{BINDINGS}\nBY_HAND = {{'eq-other': surprise}}\n")
    with pytest.raises(FormulaPlaceError, match=r"to ByHand, got 'eq-other': function$"):
        evaluate_book(root)


def test_tables_may_be_of_any_kind_of_mapping_and_sequence(tmp_path):
    tables = "import types\nBINDINGS = types.MappingProxyType(BINDINGS)\nINLINE = ({'p': 0.5},)"
    root = formula_book(tmp_path, words="Since $2p=p+p$ it is so.", bindings=f"{BINDINGS}\n{tables}\n")
    assert verdicts(root) == ["holds", "holds"]


def test_a_binding_of_no_formula_is_named(tmp_path):
    root = formula_book(tmp_path, bindings=f"{BINDINGS}\nBINDINGS |= bind(surprise, 'eq-lost')\n")
    assert verdicts(root) == ["holds", "is bound, but no formula has this label"]
    assert [str(each) for each in evaluate_book(root, labels=["eq-loss"])] == [
        f"{HORSE}, cell 1, line 1: eq-loss: holds"
    ]
    assert str(evaluate_book(root)[1]).startswith("proofs/horse.py: eq-lost: is bound")


def test_a_label_that_two_files_bind_is_named(tmp_path):
    root = formula_book(tmp_path)
    (root / "proofs" / "cow.py").write_text((root / "proofs" / "horse.py").read_text())
    with pytest.raises(FormulaPlaceError, match=r"horse\.py: eq-loss is bound twice, also in cow\.py"):
        evaluate_book(root)
