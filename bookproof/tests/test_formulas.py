"""Displayed formulas are found wherever they stand, and nothing displayed goes without a label."""

import json

import pytest
from bookproof.formulas import FormulaError, bind
from bookproof.formulas.find import FormulaPlaceError, find_formulas, inline_math, inline_relations, load_bindings
from bookproof.formulas.relations import Verdict


@pytest.fixture
def book(tmp_path):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "appendix").mkdir()
    (tmp_path / "lossbook").mkdir()
    (tmp_path / "pyproject.toml").write_text("[tool.bookproof]\ndocstrings = ['lossbook']\n")

    def write(name, *cells, code=()):
        path = tmp_path / name
        if path.suffix != ".ipynb":
            path.write_text(cells[0], encoding="utf-8")
        else:
            raw = [{"cell_type": "markdown", "metadata": {}, "source": cell} for cell in cells]
            raw += [{"cell_type": "code", "metadata": {}, "source": cell, "outputs": []} for cell in code]
            path.write_text(json.dumps({"cells": raw, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
        return tmp_path

    return write


def test_formulas_of_notebooks_pages_and_docstrings_are_found(book):
    book("chapters/one.ipynb", "Text\n\n$$a=b \\label{eq-a}$$\n", "$$\nc=d \\label{eq-c}\n$$", code=["x = '$$e=f$$'"])
    book("appendix/two.md", "A $x=y$ and\n$$\n\\label{eq-e} e=f\n$$\n```python\nprint('$$g=h$$')\n```\n`$$i=j$$`\n")
    docstring = "One line.\n\n    .. math:: a =\n       \\frac{b}{c}\n       :label: eq-doc-f\n\n    More."
    root = book("lossbook/three.py", f'def f():\n    r"""{docstring}\n    """\n')
    found = {formula.label: (formula.latex, formula.place) for formula in find_formulas(root)}
    assert found == {
        "eq-a": ("a=b", "chapters/one.ipynb, cell 1, line 3"),
        "eq-c": ("c=d", "chapters/one.ipynb, cell 2, line 1"),
        "eq-e": ("e=f", "appendix/two.md, cell 0, line 2"),
        "eq-doc-f": (r"a = \frac{b}{c}", "lossbook/three.py, line 4"),
    }


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("chapters/a.md", "$$a=b$$", "needs one"),
        ("chapters/a.md", r"$$a=b \label{softmax}$$", "needs one"),
        ("chapters/a.md", r"$$a=b \label{eq-a}\label{eq-b}$$", "needs one"),
        ("chapters/a.md", "$$a=b \\label{eq-a}$$\n\n$$a=b \\label{eq-a}$$", "appears 2 times"),
        ("chapters/a.md", "\\begin{align}a=b\\end{align}", "print"),
        ("chapters/a.md", "\\[a=b\\]", "print"),
        ("chapters/a.md", "```{math}\na=b\n```", "print"),
        ("lossbook/a.py", 'r"""Module.\n\n.. math:: a = b\n"""\n', "eq-doc-"),
        ("lossbook/a.py", 'r"""Module.\n\n.. math:: a = b\n   :label: eq-a\n"""\n', "eq-doc-"),
    ],
)
def test_a_formula_in_another_form_is_refused(book, name, text, message):
    with pytest.raises(FormulaPlaceError, match=message):
        find_formulas(book(name, text))


def test_inline_relations_are_counted_by_verdict(book):
    root = book("chapters/a.md", "$1+1=2$, $x=y$, $p_k$, $1+1=3$, \\$5 and $$a=b$$ `$1=2$`")
    assert inline_relations(root) == {Verdict.TRUE: 1, Verdict.NOT_NUMERIC: 1, Verdict.FALSE: 1}


BIND = "from bookproof.formulas import ByHand, bind\n"


def test_a_label_is_bound_once(tmp_path):
    for name in ("one.py", "two.py"):
        (tmp_path / name).write_text(f"{BIND}BINDINGS = bind({{}}, 'eq-a')\n")
    with pytest.raises(FormulaPlaceError, match="bound twice"):
        load_bindings(tmp_path)


def test_a_formula_is_bound_or_checked_by_hand(tmp_path):
    bound = f"{BIND}BINDINGS = bind({{}}, 'eq-a', 'eq-b')\n"
    (tmp_path / "one.py").write_text(bound + "SURVIVORS = {('eq-a', 'a=a'): 'the same'}\n")
    (tmp_path / "two.py").write_text(f"{BIND}BY_HAND = {{'eq-c': ByHand('three', list)}}\n")
    for name in ("_shared.py", "test_one.py", "conftest.py"):
        (tmp_path / name).write_text("BINDINGS = {'eq-a': None}\n")
    bindings, by_hand, survivors = load_bindings(tmp_path)
    assert (list(bindings), list(by_hand)) == (["eq-a", "eq-b"], ["eq-c"])
    assert survivors == {("eq-a", "a=a"): "the same"}
    (tmp_path / "two.py").write_text(
        f"{BIND}BY_HAND = dict.fromkeys(('eq-b', 'eq-a', 'eq-c'), ByHand('three', list))\n"
    )
    with pytest.raises(FormulaPlaceError, match=r"bound and checked by hand: eq-a, eq-b$"):
        load_bindings(tmp_path)


@pytest.mark.parametrize(
    ("table", "got"),
    [
        ("BINDINGS = 5", "BINDINGS to be a dictionary from labels to Binding, got int"),
        ("BY_HAND = {'eq-a': 3}", "BY_HAND to be a dictionary from labels to ByHand, got 'eq-a': int"),
        ("SURVIVORS = 5", r"SURVIVORS to be a dictionary from pairs \(label, altered formula\) to str, got int"),
        ("SURVIVORS = {'eq-a': 'the same'}", "to str, got 'eq-a': str"),
        ("SURVIVORS = {('eq-a', 'a=a'): 3}", r"to str, got \('eq-a', 'a=a'\): int"),
    ],
)
def test_a_table_of_another_kind_is_named(tmp_path, table, got):
    (tmp_path / "one.py").write_text(table)
    with pytest.raises(FormulaPlaceError, match=rf"^one\.py: expected .*{got}$"):
        load_bindings(tmp_path)


def test_every_piece_of_inline_math_has_a_place(book):
    book("chapters/a.md", "# A\n\nOne $1+1=2$\nand $p_k$.\n")
    book("chapters/b.ipynb", "Two", "$2=3$")
    module = 'class A:\n    r"""A."""\n\n    async def f():\n        r"""B :math:`a=1`."""\n\ndef g():\n    pass\n'
    root = book("lossbook/c.py", module)
    assert list(inline_math(root)) == [
        ("chapters/a.md, cell 0, line 3", "1+1=2", Verdict.TRUE),
        ("chapters/a.md, cell 0, line 4", "p_k", Verdict.NO_RELATION),
        ("chapters/b.ipynb, cell 2, line 1", "2=3", Verdict.FALSE),
        ("lossbook/c.py, line 5", "a=1", Verdict.NOT_NUMERIC),
    ]


@pytest.mark.parametrize("text", [b"def f(:\n", b"x = '\xe9'\n", b"x = 1\0"])
def test_a_module_that_is_not_python_is_named(book, text):
    root = book("chapters/a.md", "# A\n")
    (root / "lossbook" / "a.py").write_bytes(text)
    with pytest.raises(FormulaPlaceError, match=r"lossbook/a\.py: cannot be read: "):
        find_formulas(root)


def test_a_cell_of_a_notebook_has_no_front_matter(book):
    text = "---\n$$a=b \\label{eq-a}$$ and $1=2$\n\n---\n"
    root = book("chapters/a.ipynb", text)
    book("chapters/b.md", text)
    place = "chapters/a.ipynb, cell 1, line 2"
    assert [formula.place for formula in find_formulas(root)] == [place]
    assert list(inline_math(root)) == [(place, "1=2", Verdict.FALSE)]


def test_docstrings_are_read_as_utf_8_and_inside_of_classes(book):
    docstring = '    r"""Größe.\n\n    .. math:: a = b\n       :label: eq-doc-%s\n    """\n'
    text = f"class A:\n{docstring % 'a'}\n    async def f():\n    {docstring % 'b'}".replace("\n    .. ", "\n    .. ")
    root = book("lossbook/three.py", text)
    assert [formula.label for formula in find_formulas(root)] == ["eq-doc-a", "eq-doc-b"]


def test_a_binding_keeps_its_options():
    bound = bind({"x": 1.0}, "eq-a", "eq-b", over=["k"])
    assert bound.keys() == {"eq-a", "eq-b"}
    assert bound["eq-a"].options == {"over": ["k"]}
    assert bound["eq-b"].context == {"x": 1.0}
    with pytest.raises(FormulaError, match="y = 1 is false"):
        bind({"y": 2.0}, "eq-a")["eq-a"].check("y=1")


def test_fenced_and_escaped_signs_are_no_formulas(book):
    text = "> ```\n> $$x=1$$\n> ```\n\n   ```text\n   $$y=1$$\n   ```\n\n"
    text += "\\$$5 and \\$$6, `\\[a\\]`\n\n$$z=1 \\label{eq-z}$$\n"
    assert [formula.label for formula in find_formulas(book("chapters/a.md", text))] == ["eq-z"]
