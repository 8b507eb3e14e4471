"""No words in a picture touch a line, a dot or other words: ink against marks, in all golden states and both widths."""

from __future__ import annotations

import pytest

from lossbook.widgets import SoftmaxExplorer
from tests.browser.widget_page import EXPLORERS, SIZES, in_states, unfolded
from tests.lossbook.widgets.golden_states import stored

# What touches what in the pictures that are seen, in units of the picture: the ink of words is a box, a curve is its
# segments with half its width, a dot its circle.
TOUCHING = """() => {
  const pen = document.createElement("canvas").getContext("2d");
  const ink = (node) => {
    const look = getComputedStyle(node);
    pen.font = `${look.fontWeight} ${look.fontSize} ${look.fontFamily}`;
    pen.textAlign = { start: "left", middle: "center", end: "right" }[look.textAnchor];
    const size = pen.measureText(node.textContent);
    const { e, f } = node.transform.baseVal.consolidate()?.matrix ?? { e: 0, f: 0 };
    const [x, y] = [e + Number(node.getAttribute("x")), f + Number(node.getAttribute("y"))];
    return {
      left: x - size.actualBoundingBoxLeft, right: x + size.actualBoundingBoxRight,
      top: y - size.actualBoundingBoxAscent, bottom: y + size.actualBoundingBoxDescent,
    };
  };
  // The part of a segment that lies in a strip from `low` to `high` along one axis (Liang and Barsky).
  const crosses = ([ax, ay], [bx, by], { left, right, top, bottom }, room) => {
    let [from, to] = [0, 1];
    for (const [start, end, low, high] of [[ax, bx, left - room, right + room], [ay, by, top - room, bottom + room]]) {
      if (start === end) {
        if (start <= low || start >= high) return false;
      } else {
        const [first, last] = [(low - start) / (end - start), (high - start) / (end - start)].sort((p, q) => p - q);
        [from, to] = [Math.max(from, first), Math.min(to, last)];
      }
    }
    return from < to || (from === to && ax === bx && ay === by);
  };
  const segments = (d) => d.split("M").filter(Boolean).flatMap((run) => {
    const points = run.split("L").map((pair) => pair.trim().split(" ").map(Number));
    return points.map((point, i) => [points[Math.max(i - 1, 0)], point]).slice(points.length > 1 ? 1 : 0);
  });
  const found = [];
  for (const plot of document.querySelectorAll(".lw-plot")) {
    if (!plot.checkVisibility()) continue;
    const words = [...plot.querySelectorAll("text")].filter((node) => node.textContent.trim());
    const boxes = words.map((node) => ({ node, said: node.textContent.trim(), ...ink(node) }));
    boxes.forEach((one, i) => boxes.slice(i + 1).forEach((two) => {
      if (one.left < two.right && two.left < one.right && one.top < two.bottom && two.top < one.bottom)
        found.push([one.said, two.said]);
    }));
    for (const path of plot.querySelectorAll("svg path")) {
      const look = getComputedStyle(path);
      if (look.stroke === "none" || !path.getAttribute("d")) continue;
      const room = parseFloat(look.strokeWidth) / 2;
      const view = path.ownerSVGElement.viewBox.baseVal;
      const [low, high] = [view.y, view.y + view.height];
      const seen = boxes
        .map((box) => ({ ...box, top: Math.max(box.top, low + room), bottom: Math.min(box.bottom, high - room) }))
        .filter((box) => box.top < box.bottom);
      for (const [a, b] of segments(path.getAttribute("d"))) {
        if (Math.max(a[1], b[1]) < low || Math.min(a[1], b[1]) > high) continue;
        for (const box of seen) {
          if (crosses(a, b, box, room))
            found.push([box.said, `${path.getAttribute("style")} ${path.getAttribute("class")}`]);
        }
      }
    }
    for (const dot of plot.querySelectorAll(":scope > g")) {
      const round = dot.lastChild;
      if (!round.checkVisibility()) continue;
      const { e, f } = dot.transform.baseVal.consolidate().matrix;
      const reach = Number(round.getAttribute("r")) + parseFloat(getComputedStyle(round).strokeWidth || 0) / 2 *
        (getComputedStyle(round).stroke !== "none");
      for (const box of boxes) {
        const [x, y] = [Math.min(Math.max(e, box.left), box.right), Math.min(Math.max(f, box.top), box.bottom)];
        if (Math.hypot(e - x, f - y) < reach) found.push([box.said, `a dot, ${dot.getAttribute("style")}`]);
      }
      const arrow = dot.querySelector(".lw-beyond");
      const turned = arrow.transform.baseVal.consolidate()?.matrix;
      const corners = [...arrow.points].map((corner) => corner.matrixTransform(turned));
      const [across, down] = [corners.map(({ x }) => e + x), corners.map(({ y }) => f + y)];
      for (const { node, said, left, right, top, bottom } of corners.length ? boxes : []) {
        if (node.matches(".lw-label")) continue; // drawn over the arrow
        const beside = Math.max(...across) <= left || right <= Math.min(...across);
        if (!beside && Math.min(...down) < bottom && top < Math.max(...down)) found.push([said, "an arrow"]);
      }
    }
  }
  return [...new Set(found.map((pair) => pair.join(" ⨯ ")))];
}"""

# Words that name a dashed line or a mark, which must not touch them.
NAMING = {
    "SaturationExplorer": ("exp is inf", "exp is 0", "p rounds to 1", "p is 0"),
    "ThresholdCalibration": ("formula",),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("explorer", EXPLORERS)
def test_words_touch_neither_words_nor_what_they_name(show, explorer, size):
    page = unfolded(show, explorer(), viewport=SIZES[size])
    rows = [row["state"] for row in stored(explorer.__name__) if not row["state"].get("names")]
    assert len(rows) >= 200
    states = [{key: value for key, value in row.items() if key != "names"} for row in rows]
    found = {
        fault: row for row, touching in zip(rows, in_states(page, states, TOUCHING), strict=True) for fault in touching
    }
    faults = {
        f"“{one}” touches “{two}”": row
        for (one, two), row in ((fault.split(" ⨯ "), row) for fault, row in found.items())
        if (not two.startswith("--tone") and "dot" not in two)
        or (one.startswith(NAMING.get(explorer.__name__, "?")) and ("lw-dashed" in two or "green" in two))
    }
    assert faults == {}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("explorer", EXPLORERS)
def test_the_name_of_a_control_is_not_cut(show, explorer, size):
    page = unfolded(show, explorer(), viewport=SIZES[size])
    cut = "(names) => names.filter((name) => name.scrollWidth > name.clientWidth).map((name) => name.textContent)"
    assert page.locator(".lw-range > span").evaluate_all(cut) == []


def test_words_on_words_and_on_a_line_are_found(show):
    page = show(SoftmaxExplorer())
    assert page.evaluate(TOUCHING) == []
    page.evaluate("""() => {
      const words = document.querySelector(".lw-plot .lw-label");
      words.after(words.cloneNode(true));
      words.setAttribute("y", document.querySelector(".lw-plot").viewBox.baseVal.height - 39);
    }""")
    line = "lw-dashed"
    assert any(line in fault for fault in page.evaluate(TOUCHING))
    page.evaluate("""() => {
      const [one, two] = document.querySelectorAll(".lw-plot .lw-label");
      two.setAttribute("y", one.getAttribute("y"));
    }""")
    assert any(line not in fault for fault in page.evaluate(TOUCHING))
