"""What the widgets' JavaScript computes, against what the package computes."""

import functools
import http.server
import threading
from pathlib import Path

import pytest
from golden_states import STATES, difference, stored

from lossbook import widgets
from lossbook.widgets import Question

RUN = """async ([source, name, calls]) => {
  const module = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  return calls.map((call) => module[name](...call));
}"""
UNJOINED = """async ([address, states]) => {
  const { compute } = await import(address);
  return states.map(compute);
}"""
FOLDER = Path(widgets.__file__).parent
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


@pytest.mark.parametrize("name", STATES)
def test_files_that_are_not_joined_compute_the_same(chromium, tmp_path, name):
    handler = functools.partial(Files, directory=FOLDER)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, chromium.new_context() as context:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/README.md")
        rows = stored(name)
        found = page.evaluate(UNJOINED, [f"/{widgets.MODULES[name]}.js", [row["state"] for row in rows]])
        server.shutdown()
    for row, values in zip(rows, found, strict=True):
        assert not difference(values, row["values"]), row["state"]


def test_a_probability_on_an_edge_belongs_to_the_bin_above_in_both(page):
    states = [
        widgets.ThresholdCalibration(scores=[k / bins for k in range(bins + 1)], labels=[1] * (bins + 1), bins=bins)
        for bins in range(2, 11)
    ]
    found = page.evaluate(RUN, [states[0]._esm, "compute", [[explorer.state()] for explorer in states]])
    for explorer, values in zip(states, found, strict=True):
        assert not difference(values, explorer.values()), explorer.bins


class Files(http.server.SimpleHTTPRequestHandler):
    extensions_map = {".js": "text/javascript", "": "text/plain"}  # noqa: RUF012

    def log_message(self, *args):
        pass


QUESTIONS = [
    Question("?", answer=0.8566, tolerance=5e-4, misconceptions={0.4246: "p", -0.8566: "sign"}, **TEXTS),
    Question("?", answer=-1234.5, tolerance=0.25, misconceptions={1234.5: "sign"}, **TEXTS),
    Question("?", answer=3, misconceptions={2: "from 0", 4: "one more"}, **TEXTS),
    Question("?", answer=2.5e-7, tolerance=1e-9, misconceptions={0: "rounded"}, **TEXTS),
]
CHOICES = Question("?", choices={"a": False, "b": True, "c": False}, misconceptions={"c": "no"}, **TEXTS)
WRITTEN = """0.8566|0,8566|.8566|8.566e-1|0.8561|0.8571|0.85609|0.8572|0.4246|0.425|-0.8566|−0.8566|–0.8566|+.8566
5,341|-1,234|1,234,567|2 2/3|2 2 / 3|log(2)/2|(ln 2)/2|-log 2/3|log 0/2|log 2/0|(log(2)/2
log(2)/0|3 log 2|3·ln(2)/2|2*log 4/3|log2 8|1,,5|1.5/2,5|5.341|86 %|85,7%|‑2
0.86|0.9|,9|−0.9|–1234.4|-1234,6
1234.5|-1234.5|−1 234,5|-1,234.5|-1.234,5|−1\u2009234.5|-1\u00a0234.75|-1234.76|3|3.0|3,0|03|2|4|2.9|3e0|0.3e1|30e-1
2.5e-7|0,00000025|2.51e-7|2.52e-7|0|0.0|-0|1e-9|1,000,000|1,00|1.0.0|1..|.|,|e5|5e|5e+|--3|+-3|+3|inf|nan|NaN|Infinity
log 2|ln 2|−log 2|LOG(2)|log(1/3)|log 1/3|log(2|log 2)|log 0|log -1|1/0|2/3|-2/3|1/3/2|42.46 %|50,5%|%|log|8566/10000
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
