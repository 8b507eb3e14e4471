"""What the widgets' JavaScript computes, against what the package computes."""

import pytest
from golden_states import STATES, difference, stored

from lossbook import widgets
from lossbook.widgets import Question

RUN = """async ([source, name, calls]) => {
  const module = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  return calls.map((call) => module[name](...call));
}"""
TEXTS = {"hint": "Think.", "solution": "So."}


@pytest.fixture(scope="module")
def page(chromium):
    page = chromium.new_page()
    yield page
    page.close()


@pytest.mark.slow
@pytest.mark.parametrize("name", STATES)
def test_golden_file(page, name):
    rows = stored(name)
    found = page.evaluate(RUN, [getattr(widgets, name)._esm, "compute", [[row["state"]] for row in rows]])
    for row, values in zip(rows, found, strict=True):
        assert not difference(values, row["values"]), row["state"]


QUESTIONS = [
    Question("?", answer=0.8566, tolerance=5e-4, misconceptions={0.4246: "p", -0.8566: "sign"}, **TEXTS),
    Question("?", answer=-1234.5, tolerance=0.25, misconceptions={1234.5: "sign"}, **TEXTS),
    Question("?", answer=3, misconceptions={2: "from 0", 4: "one more"}, **TEXTS),
    Question("?", answer=2.5e-7, tolerance=1e-9, misconceptions={0: "rounded"}, **TEXTS),
]
CHOICES = Question("?", choices=["a", "b", "c"], answer="b", misconceptions={"c": "no"}, **TEXTS)
WRITTEN = """0.8566|0,8566|.8566|8.566e-1|0.8561|0.8571|0.85609|0.8572|0.4246|0.425|-0.8566|−0.8566|–0.8566|+.8566
1234.5|-1234.5|−1 234,5|-1,234.5|-1.234,5|−1\u2009234.5|-1\u00a0234.75|-1234.76|3|3.0|3,0|03|2|4|2.9|3e0|0.3e1|30e-1
2.5e-7|0,00000025|2.51e-7|2.52e-7|0|0.0|-0|1e-9|1,000,000|1,00|1.0.0|1..|.|,|e5|5e|5e+|--3|+-3|+3|inf|nan|NaN|Infinity
0x3|1_000|٣|three|3 nats|50%|  |\t|3\n|1/3|2^3|(3)|'3'|3.|.3|3e400|-3e400|1e-400|٣٫٠|½|³""".replace("\n", "|").split(
    "|"
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_numbers_are_graded_alike(page, question):
    found = page.evaluate(RUN, [question._esm, "grade", [[question.get_state(), text] for text in WRITTEN]])
    for text, verdict in zip(WRITTEN, found, strict=True):
        assert (verdict["verdict"], verdict["explanation"]) == question.grade(text), text


@pytest.mark.parametrize("text", ["a", "b", "c", "d", "", " "])
def test_choices_are_graded_alike(page, text):
    [verdict] = page.evaluate(RUN, [CHOICES._esm, "grade", [[CHOICES.get_state(), text]]])
    assert (verdict["verdict"], verdict["explanation"]) == CHOICES.grade(text)
