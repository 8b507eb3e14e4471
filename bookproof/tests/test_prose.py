"""Small books that lie, each in one way, and books that tell the truth."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bookproof.cli import main
from bookproof.numbers.check import Kind, classify, read_book
from bookproof.pages import find_pages, read_page
from books import HORSE, code, complaints, markdown, result, stream, write

PRINTS = {
    "loss": "tensor(0.8566, dtype=torch.float64)",
    "rounded": "0.857",
    "probabilities": "tensor([0.2762, 0.2992, 0.4246])",
    "shape": "torch.Size([7, 35])",
    "names": "float32 loss of x42: 0.1250",
    "agree": "tensor([True, True])",
    "differ": "True\nFalse",
    "share": "42.46%",
    "vocabulary": "50257 tokens",
    "tiny": "1.234e-04",
    "negative": "-0.5772",
    "twins": "0.5000\n0.5000",
    "nothing": "",
}
GIVEN = "logits = [3.05, 3.13, 3.48]\nscale = -2.5\nrate = 0.425\nsteps = 1_000"


def printing_cells() -> list[dict]:
    return [
        code("show()", result(text) if text else stream("0.77", "stderr"), label=label)
        for label, text in PRINTS.items()
    ]


ALL_QUOTED = markdown(
    "[0.8566](#loss) [0.857](#rounded) [0.2992](#probabilities) [0.1250](#names) [True](#agree) [−0.5772](#negative) "
    "[42.46 %](#share) [50,257](#vocabulary) [1.234e-04](#tiny) [0.5000](#twins:2)"
)
UNQUOTABLE = {"shape", "differ", "nothing"}


def write_book(root: Path, prose: str = "", *more: dict) -> None:
    cells = [cell for cell in printing_cells() if not any(f"label: {name}\n" in cell["source"] for name in UNQUOTABLE)]
    write(root, HORSE, code(GIVEN), *cells, ALL_QUOTED, markdown(prose), *more)


def complaint(root: Path) -> str:
    found = complaints(root)
    assert len(found) == 1, found
    return found[0]


def kinds(root: Path) -> list[tuple[str, Kind]]:
    numbers = classify([read_page(path) for path in find_pages(root)])
    return [(number.text, number.kind) for number in numbers if number.place.cell > len(PRINTS) - len(UNQUOTABLE) + 2]


TRUTHS = {
    "as printed": "The loss is [0.8566](#loss).",
    "rounded": "It is about [0.857](#loss), or [0.86](#loss), or [0.9](#loss).",
    "with a unit": "[0.8566 nats](#loss) and [0.8566](#loss) nats",
    "picked": "[0.2992](#probabilities:2)",
    "a listing whose fence is indented": "A listing:\n\n  ```toml\nx = 77.5\n  ```",
    "a listing in a quote without a space": "> ```toml\n>x = 77.5\n> ```",
    "a listing in an item": "- A listing:\n\n  ```toml\n  x = 77.5\n  ```",
    "a listing behind a tag": "<details><summary>So</summary>\n\n```toml\nx = 77.5\n```\n\n</details>",
    "a listing in a deep item": "- a\n\n  - A listing:\n\n    ```toml\n    x = 77.5\n    ```",
    "a listing of a directive": "```{code-block} toml\nx = 77.5\n```",
    "a listing of a directive with options": "```{code-block} toml\n:name: x\n:lineno-start: 77\n\n:caption: 77.5\n```",
    "a product in a program": "```c\nint x = 7 * 77;\n```",
    "a division": ":::\nIt is [0.8566](#loss), with &#48;.\n:::",
    "options of a directive": "```{figure} bar.svg\n:name: bar\n:width: 77 %\n\nA bar.\n```\n\n[It](#bar) is so.",
    "options between lines": "```{list-table}\n---\nname: bar\nwidths: 77 23\n---\n* - a\n  - b\n```\n\n[It](#bar).",
    "a listing in a comment": "<!--\n```python\nx = 77.5\n```\n-->",
    "a comment in an item": "- <!-- TODO\n  77.5 -->",
    "with the mark of a footnote": "(note)=\nIt is [0.8566](#loss)<sup>[1](#note)</sup>, [0.857](#loss)<sup>a</sup>.",
    "in a link of HTML": "The loss is <a href='#loss'>0.8566</a>, in <a href=book.zip download>one archive</a>.",
    "what looks like a definition": "[0, 1]: all losses lie in it.\n\n- `[a]: b`",
    "bold inside": "[**0.8566**](#loss)",
    "bold outside": "**the loss: [0.8566](#loss)**",
    "in a table": "| loss | share |\n|---|---|\n| [0.8566](#loss) | [42 %](#share) |",
    "in a list": "1. [0.8566](#loss)\n2. [0.4246](#probabilities)\n13. thirteenth",
    "in a quote": "> **Pitfall.** It is [0.8566](#loss)\n> and [0.4246](#probabilities).",
    "in details": "<details><summary>Solution</summary>\n\nIt is [0.8566](#loss).\n\n</details>",
    "in a heading": "### It is [0.8566](#loss)",
    "in an alt text": "![a bar at [0.8566](#loss)](bar.svg)",
    "over lines": "the share is [42.46\npercent](#share)",
    "percent of a share": r"[42 %](#probabilities), [42.46](#share) % and [42](#share)$\%$, [42.46 percent](#share)",
    "true minus": "[−0.5772](#negative), −[0.5772](#negative), [-0.5772](#negative)",
    "thousands": "[50,257](#vocabulary), [50\u2009257](#vocabulary) and [50257](#vocabulary)",
    "powers of ten": r"[$1.23\times10^{-4}$](#tiny), [1.2×10⁻⁴](#tiny), [1.23e-4](#tiny), [0.00012](#tiny)",
    "claim in words": "[the two agree](#agree)",
    "beside math": r"$\hat p =$ [0.4246](#probabilities), $2\cdot$[0.857](#loss), $1-$[0.86](#loss)",
    "ranges": "[0.2762](#probabilities)–[0.4246](#probabilities), 1–3",
    "beside a name": "[0.1250](#names)",
    "given": "The logits are 3.05, 3.13 and 3.48; `3.05` is the first, −2.5 the scale, 42.5 % the rate of 1,000 steps.",
    "given in math": r"$z = (3.05, 3.13, 3.48)$ and $-2.5$ and $r = 42.5\%$",
    "signs between operands": r"$x_1-3.05$, $\theta_0-3.05$, $\theta - 3.05$, $z_{k}+3.05 x$, $\sigma'(x)-3.05$",
    "relation": r"By hand $-\ln 0.425 = 0.8557$ and $0.5 + 0.5 = 1$.",
    "relations of functions": r"$\ln 3 = 1.0986$, $\sqrt 3 = 1.7321$, $2\pi \approx 6.28$, $\lfloor 25.7\rfloor = 25$",
    "relation that is rounded again": r"$2/3 = 0.6667 \approx 0.67$, $10^4 = 10{,}000$",
    "change in math": r"from $3.05 \to 3.48$",
    "structure in math": r"$x_1$, $x_{100}$, $x^2$, $\tfrac12$, $\hat y \in [0, 1]$, $\sum_{i=1}^3 x_i$",
    "small": "There are 3 classes and 12 rows; class 0 is 1/3.",
    "names": "float32, x1, GPT-2, L2, S^2, top-100, a 64-bit float, the 42nd row, IEEE 754",
    "versions": "torch 2.13.0, Python 3.11, PyTorch ≥ 2.13, CC BY 4.0, 1.0.4.post1",
    "references": "Section 4.3.2, sections 4.3 and 4.5, Exercise 13, equation (4.62), pages 205–210, p. 99.",
    "years": "(Bishop, 2006), (2006), in 1948, [Shannon 1948](https://doi.org/10.1002/j.1538-7305.1948.tb01338.x)",
    "addresses": "https://example.org/17.5 and doi 10.1000/182.99, arXiv:1503.02531, <https://example.org/0.5>",
    "hidden comment": "<!-- 0.123 -->",
    "hidden comment of two paragraphs": "<!-- 0.123\n\n0.123 -->",
    "hidden display": "<!--\n$$ x = 0.123 $$\n\n0.123\n-->",
    "display equation": "$$\n0.123 \\label{eq-a}\n$$\n\nsee [equation](#eq-a)",
    "calls in code": "`F.cross_entropy(z, y, label_smoothing=0.1)` and `x[17]` and `torch.float16`",
    "a fence of colons in a quote that ends with its mark": "> :::\n> words\n>",
    "marks over letters": "## Poincare\u0301's loss\n\n[above](#poincares-loss)",
    "link to a heading with a number in math": "## A $2$ `3`\n\n[above](#a--3)",
    "link to a heading": "## A heading `x` 3\n\n[above](#a-heading-x-3)",
    "link to a target": "(here)=\nA target, [here](#here).",
    "outside link": "[words](https://example.org/#17) and [mail](mailto:a@example.org)",
}


@pytest.mark.parametrize("prose", TRUTHS.values(), ids=TRUTHS)
def test_true_prose_passes(tmp_path, prose):
    write_book(tmp_path, prose)
    assert complaints(tmp_path) == []


LIES = {
    "wrong last digit": ("[0.8567](#loss)", "claims 0.8567 (#loss), but cell 2 prints 0.8566"),
    "cut instead of rounded": ("[0.85](#loss)", "claims 0.85 "),
    "rounded up": ("[0.866](#loss)", "claims 0.866 "),
    "another number": ("[17.5](#loss)", "claims 17.5 "),
    "rounded twice": ("[0.86](#rounded) [0.9](#rounded) [0.8570](#rounded)", "too coarse for 0.8570"),
    "more digits than printed": ("[0.85660](#loss)", "too coarse for 0.85660"),
    "wrong sign": ("[0.5772](#negative)", "prints 1: -0.5772"),
    "sign outside": ("−[0.8566](#loss)", "claims −0.8566"),
    "two alike": ("[0.5000](#twins)", "several numbers that close"),
    "two near": ("[0.3](#probabilities)", "several numbers that close"),
    "picked the wrong one": ("[0.2992](#probabilities:1)", "prints 0.2762 as its number 1"),
    "picked beyond the end": ("[0.2992](#probabilities:9)", "there is no number 9"),
    "picked number zero": ("[0.2992](#probabilities:0)", "has the name 'probabilities:0'"),
    "percent as a number": ("[42.46](#share)", "claims 42.46 "),
    "number as percent": ("[0.8566 %](#loss)", "claims 0.8566 %"),
    "percent outside": ("[0.8566](#loss) %", "claims 0.8566 %"),
    "percent on the next line": ("[0.8566](#loss)\npercent", "claims 0.8566 percent"),
    "percent on a line that the page hides": ("[0.8566](#loss)\n%", "line 2, hidden: hides on the page what Jupyter"),
    "a link that a hidden line ends": ("the share is [42.46\n%](#share)", "42.46 is neither linked"),
    "behind a break of blocks": ("+++ 0.123", "0.123 is neither linked"),
    "behind a hidden line in a comment": ("a <!-- b\n% c\n0.123 -->", "0.123 is neither linked"),
    "a million outside": ("[50257](#vocabulary) million", "claims 50257 million"),
    "digits after the link": ("[0.85](#loss)66", "does not end with the link"),
    "digits before the link": ("1[0.8566](#loss)", "does not end with the link"),
    "digits after, in bold": ("**[0.8566](#loss)**7", "does not end with the link"),
    "power after the link": (r"[0.8566](#loss)$\times10^{3}$", "does not end with the link"),
    "plain power after the link": ("[0.8566](#loss)×10³", "does not end with the link"),
    "sign in math before the link": ("$-$[0.8566](#loss)", "does not end with the link"),
    "signed side in math before the link": ("$x=-$ [0.8566](#loss)", "does not end with the link"),
    "percent in math after the link": (r"[0.8566](#loss)$\%$", "claims 0.8566%"),
    "half in math": ("It has 5$7$ images.", "57 is neither linked"),
    "half in code": ("It has `5`7 images.", "57 is neither linked"),
    "a power in math": ("The error is 10$^{-7}$.", "10^{-7} is neither linked"),
    "in math before its unit": ("It falls by $7$ percent.", "7 percent is neither linked"),
    "in code before its unit": ("It falls by `7` percent.", "7 percent is neither linked"),
    "in math with its unit": (r"It falls by 5$\%$.", "5% is neither linked"),
    "dash for a minus": ("it is –[0.8566](#loss)", "claims –0.8566"),
    "exponent after the link": ("[0.8566](#loss)e3", "does not end with the link"),
    "code after the link": ("[0.8566](#loss)`66`", "does not end with the link"),
    "wrong power": (r"[$1.23\times10^{-5}$](#tiny)", "claims 1.23×10^{-5}"),
    "wrong thousands": ("[50,258](#vocabulary)", "claims 50,258"),
    "thousands for a comma": ("[50.257](#vocabulary)", "claims 50.257"),
    "less than": ("[less than 0.8566](#loss)", "not 'less than'"),
    "two numbers": ("[0.2762 and 0.2992](#probabilities)", "exactly one number"),
    "words for a number": ("[the loss](#loss)", "not only True"),
    "picked words": ("[they agree](#agree:1)", "only a number takes :1"),
    "no text": ("[](#loss)", "has no text"),
    "unbound": ("It is 0.123.", "0.123 is neither linked"),
    "unbound without zero": ("It is .123.", ".123 is neither linked"),
    "unbound in bold": ("It is 0.**123**.", "0.123 is neither linked"),
    "unbound with an escape": (r"It is 0\.123.", "0.123 is neither linked"),
    "unbound as an entity": ("It is 0&#46;123.", "0.123 is neither linked"),
    "unbound in a heading": ("# About 0.123", "line 1: 0.123 is neither linked"),
    "unbound in a table": ("| a |\n|---|\n| 0.123 |", "line 3: 0.123 is neither linked"),
    "unbound in a quote": ("> **Note.** Words,\n> then 0.123.", "line 2: 0.123 is neither linked"),
    "unbound in a list": ("- words\n- 0.123", "line 2: 0.123 is neither linked"),
    "unbound in details": ("<details><summary>Is it 0.123?</summary></details>", "0.123 is neither linked"),
    "unbound in an alt text": ("![a bar at 0.123](bar.svg)", "alt text: 0.123 is neither linked"),
    "unbound in an image tag": ('<img src="a.svg" alt="a bar at 0.123">', "alt text: 0.123 is neither linked"),
    "unbound in a title": ('[words](https://example.org "it is 0.123")', "title: 0.123 is neither linked"),
    "unbound in an outside link": ("[0.123](https://example.org)", "0.123 is neither linked"),
    "unbound in code": ("It is `0.123`.", "0.123 is neither linked"),
    "unbound in a code list": ("It is `[0.123, 1]`.", "0.123 is neither linked"),
    "unbound in a shown value": ("It is `tensor(0.123)`.", "0.123 is neither linked"),
    "unbound in an assignment": ("It is `p = 0.123`.", "0.123 is neither linked"),
    "unbound in code words": ("It is `loss: 0.123`.", "0.123 is neither linked"),
    "unbound in a listing": ("```\n0.123\n```", "line 2: 0.123 is neither linked"),
    "unbound in a comment of a program": ("```python\nf()  # 0.123\n```", "line 2: 0.123 is neither linked"),
    "unbound in a directive": ("```{note} Words\nIt is 0.123.\n```", "line 2: 0.123 is neither linked"),
    "unbound in math": (r"It is $\hat p = 0.123$.", "0.123 is neither linked"),
    "unbound in an interval": (r"$0.123 \in [0, 1]$", "0.123 is neither linked"),
    "unbound in a set": (r"$137 \in \{137, 138\}$", "137 is neither linked"),
    "unbound above a quotient": (r"$0.123 > 1/9$", "0.123 is neither linked"),
    "unbound beside another": (r"$0.123 \neq 1/2$", "0.123 is neither linked"),
    "unbound in a chain": (r"$x = 0.123 < 1/1$", "0.123 is neither linked"),
    "unbound times one": (r"$0.123 = 0.123\cdot 1$", "0.123 is neither linked"),
    "unbound maximum": (r"$\max(0.123, 0.1) = 0.123$", "0.123 is neither linked"),
    "unbound change": (r"from $16 \to 256$", "256 is neither linked"),
    "unbound in a symbolic power": ("It is $e^{-0.123}$.", "0.123 is neither linked"),
    "unbound power of ten": (r"About $1.5\times10^{-7}$.", "1.5×10^{-7} is neither linked"),
    "unbound subscript": ("$x_{0.123}$", "0.123 is neither linked"),
    "unbound large number in math": ("$C-100$", "100 is neither linked"),
    "unbound behind a name": ("x0.123", ".123 is neither linked"),
    "unbound percent": ("It is 37 %.", "37 % is neither linked"),
    "unbound whole number": ("It takes 137 rounds.", "137 is neither linked"),
    "unbound whole number with a year's look": ("It has 1797 images.", "1797 is neither linked"),
    "unbound small number with a unit": ("It is 3 nats.", "3 is neither linked"),
    "unbound factor of a name": ("It is 3x faster.", "3 is neither linked"),
    "unbound after a reference": ("chapter 4 and 137 rows", "137 is neither linked"),
    "unbound factor": ("It is 3× faster, and quick.", "3 is neither linked"),
    "unbound after a line that looks like a list": ("The share of rows is\n37. Next.", "37 is neither linked"),
    "between signs of a comment in code": ("From `<!--` on, 0.123 up to `-->`.", "0.123 is neither linked"),
    "behind an escaped sign of a comment": (r"A \<!-- 0.123 -->", "0.123 is neither linked"),
    "behind an empty comment": ("A <!--> 0.123 -->", "0.123 is neither linked"),
    "behind a comment with a mark": ("<!-- a --!> 0.123 <!-- b -->", "0.123 is neither linked"),
    "behind a comment that does not end": ("A <!-- b\n\n0.123 is so.\n\nc -->", "0.123 is neither linked"),
    "between comments that hold a fence": ("<!--\n```python\n-->\n0.123.\n<!--\n```\n-->", "0.123 is neither linked"),
    "behind a listing whose quotation has ended": ("> ```\n> x\nIt is [0.123](#x).", "has the name 'x'"),
    "behind a listing whose item has ended": ("- a\n\n  ```python\n  x\n\nIt is 0.123.", "0.123 is neither linked"),
    "behind a comment whose item has ended": ("- <!-- a\n\n0.123 -->", "0.123 is neither linked"),
    "behind a fence in a block of code": ("Write:\n\n    ```bash\n    x\n\nIt is 0.123.", "0.123 is neither linked"),
    "between fences in blocks of code": ("    ```toml\n\nIt is 0.123.\n\n    ```", "0.123 is neither linked"),
    "behind a fence in a block of code in an item": (
        "- a\n\n      ```bash\n      x\n\n  It is 0.123.", "0.123 is neither linked"
    ),
    "behind a listing that a block of code would end": (
        "```text\n    ```\n```bash\n0.123\n```", "0.123 is neither linked"
    ),
    "in a listing that a block of HTML holds": ("<div>\n```bash\n0.123\n```\n</div>", "0.123 is neither linked"),
    "behind a fence in a summary": (
        "<details><summary>So</summary>\n```bash\nx\n\nIt is 0.123.\n</details>", "0.123 is neither linked"
    ),
    "in a quote behind a listing whose item has ended": ("* a\n  ```bash\n> It is 0.123.", "0.123 is neither linked"),
    "behind a comment on the first line of an item": ("* <!-- a\nIt is 0.123. -->", "0.123 is neither linked"),
    # From version 4 on, markdown-it reads such a comment to its end.
    "behind a blank line in a comment in an item": ("- <!-- a\n\n  0.123 -->", "0.123 is neither linked"),
    "behind a comment in an item, in the next": ("- <!-- a\n- 0.123 -->", "0.123 is neither linked"),
    "behind a comment in a later line of an item": ("- a\n  <!-- b\n\n0.123 -->", "0.123 is neither linked"),
    "behind a comment in a quote": ("> <!-- a\n0.123 -->", "0.123 is neither linked"),
    "behind a comment in a row of a table": ("| a |\n|---|\n| <!-- x |\n| 0.123 --> |", "0.123 is neither linked"),
    "behind a comment in a cell of a table": ("| a | b |\n|---|---|\n| <!-- | 0.123 --> |", "0.123 is neither linked"),
    "in an item behind a comment in a paragraph": ("a <!-- b\n* 0.123\n-->", "0.123 is neither linked"),
    "between signs of displays in paragraphs": ("A $$ and\n\n0.123 is so.\n\nand $$.", "0.123 is neither linked"),
    "behind a sign that begins a comment of MyST": ("It is\n% 0.123", "line 2, hidden: 0.123 is neither linked"),
    "behind a comment of MyST in a quote that ends with its mark": ("> % 0.123\n>", "hidden: 0.123 is neither linked"),
    "in a comment of a program": ("```js\nx = 7.5  // 0.123\n```", "0.123 is neither linked"),
    "in a comment of a query": ("```sql\n-- 0.123\n```", "0.123 is neither linked"),
    "in a comment of a long program": ("```c\n/*\n * 0.123\n */\n```", "0.123 is neither linked"),
    "in a fence of colons": (":::python\nx = 0.123\n:::", "0.123 is neither linked"),
    "behind the colons of a listing": (":::{code-block} toml 0.123\nx\n:::", "line 1: 0.123 is neither linked"),
    "in an option of a directive": ("```{figure} bar.svg\n:alt: 0.123\n```", "line 2: 0.123 is neither linked"),
    "in an option of layout": ("```{note}\n:width: It is 0.123\n```", "line 2: 0.123 is neither linked"),
    "behind the options of a directive": ("```{note}\n---\nclass: a\n---\n0.123\n```", "line 5: 0.123 is neither"),
    "a listing behind its options": ("```{code-block} text\n:dedent: 77\n0.123\n```", "line 3: 0.123 is neither"),
    "in reStructuredText": ("```{eval-rst}\n<!-- 0.123 -->\n```", "line 2: 0.123 is neither linked"),
    "in raw HTML": ("```{raw} html\n[a](b-0.123)\n```", "line 2: 0.123 is neither linked"),
    "a wrong claim in a division": (":::\n[both agree](#loss)\n:::", "claims [both agree]"),
    "behind the colons of a fence": ("It is\n\n::: 0.123\n:::", "line 3: 0.123 is neither linked"),
    "in the caption of a listing": (
        "```{code-block} toml\n:name: x\n:caption: It is 0.123\nx = 1\n```",
        "line 3: 0.123 is neither linked",
    ),
    "in the long caption of a listing": (
        "```{code-block} toml\n---\nname: x\ncaption: It is\n  0.123\n---\nx = 1\n```",
        "line 5: 0.123 is neither linked",
    ),
    "on the second line of an attribute": ("<img alt='a\n0.123'>", "line 2, alt text: 0.123 is neither linked"),
    "in what looks like a comment": ("A <\u200b!-- 0.123 -->", "0.123 is neither linked"),
    "in a list behind a comment": ("- <!-- a --> 0.123", "0.123 is neither linked"),
    "parted by a tag": ("It has 5<wbr>7 images.", "57 is neither linked"),
    "parted by a sign without width": ("It has 5\u200b7 images.", "57 is neither linked"),
    "parted by a sign of direction": ("It has 5\u20667 images.", "57 is neither linked"),
    "parted by a mark": ("It has 5\u03327\u0332 images, 3\ufe0f\u20e34\ufe0f\u20e3 new.", "57 is neither linked"),
    "parted by a soft hyphen": ("It has 5&shy;7 images.", "57 is neither linked"),
    "a power in HTML behind a link": ("The loss is [0.8566](#loss)<sup>-2</sup>.", "does not end with the link"),
    "a square in HTML behind a link": ("The loss is [0.8566](#loss)<sup>2</sup>.", "does not end with the link"),
    "a power in HTML": ("The error is 10<sup>-7</sup>.", "10^-7 is neither linked"),
    "link to a hidden equation": ("<!-- $$ x \\label{eq-b} $$ -->\n\nsee [it](#eq-b)", "has the name 'eq-b'"),
    "unbound version-like": ("PyTorch 0.8566 is the loss.", "0.8566 is neither linked"),
    "unbound section-like": ("Section 0.123 is it.", "0.123 is neither linked"),
    "given with another sign in math": (r"$z \approx -3.05$", "-3.05 is neither linked"),
    "given with another sign": ("The logit is −3.05.", "−3.05 is neither linked"),
    "given but asserted only": ("The loss is 0.9475.", "0.9475 is neither linked"),
    "given but typed as an answer": ("The loss is 0.5125.", "0.5125 is neither linked"),
    "given far below": ("The rate is 0.0625.", "0.0625 is neither linked"),
    "false relation": (r"$-\ln 0.425 = 0.8556$", r"the relation $-\ln 0.425 = 0.8556$ is not true"),
    "false comparison": ("$0.5 > 3/4$", "is not true"),
    "a relation that computes nothing": ("$0.123 = 0.123$", "0.123 is neither linked"),
    "a comparison that computes nothing": ("$0.123 < 1$", "0.123 is neither linked"),
    "unknown label": ("[0.8566](#los)", "has the name 'los'"),
    "a wrong number in a link of HTML": ("It is <a href='#loss'>0.8567</a>.", "claims 0.8567 (#loss)"),
    "a wrong claim in a link of HTML": ("It is so: <a href='#loss'>both agree</a>.", "claims [both agree]"),
    "a link to a definition": ("It is [0.8566][a].\n\n[a]: #loss", "write each link in full"),
    "a link to one of two definitions": ("[Both agree][b].\n\n[a]: x.md\n[b]: #loss 'x'", "write each link in full"),
    "unknown heading": ("[words](#no-heading)", "has the name 'no-heading'"),
    "unknown page": ("[0.8566](absent.ipynb#loss)", "there is no page absent.ipynb"),
    "a number on an equation": ("$$ x \\label{eq-b} $$\n\n[0.123](#eq-b)", "0.123 is neither linked"),
}  # fmt: skip


MALFORMED = [
    *(code("show()", {"output_type": "display_data", "metadata": metadata, "data": {}})
      for metadata in ("x", ["x"], {"figure": "x"}, {"figure": {"alt": 5}}, {"explorer": ["x"]},
                       {"explorer": {"z": {"high": 1}}}, {"explorer": {"z": {"low": "a", "high": 1}}})),
    *(code("show()", mystnb=rendering) for rendering in ("x", {"figure": "x"}, {"image": ["x"]})),
]  # fmt: skip
"""Cells with metadata that no check of figures or explorers can read."""


@pytest.mark.parametrize(("prose", "message"), LIES.values(), ids=LIES)
def test_a_lie_is_named(tmp_path, prose, message):
    asserted = code("assert abs(loss - 0.9475) < 1\nQuestion('Loss?', answer=0.5125)", result("Question"))
    write_book(tmp_path, prose, asserted, code("late = 0.0625"))
    found = complaints(tmp_path)
    assert found, "the lie was believed"
    assert any(message in line for line in found), found
    assert all(f"{HORSE}: cell 13, line " in line for line in found), found


@pytest.mark.parametrize("source", ["print(57)", "57", "print('It falls by', 57)", "print(f'It falls by {57}')"])
@pytest.mark.parametrize("claim", ["[57](#fall)", "[57](#fall:1)", "[fifty-seven](#fall)", "[fifty-seven](#fall:1)"])
def test_a_number_that_is_typed_where_it_is_printed_proves_nothing(tmp_path, source, claim):
    said = markdown(f"It falls by {claim}.")
    write(tmp_path, HORSE, code(source, stream("It falls by 57\n"), label="fall"), said)
    assert "types it where it prints it" in complaint(tmp_path)
    write(tmp_path, HORSE, code(f"fall = 1.0\n{source}\nprint(fall)", stream("57\n57\n"), label="fall"), said)
    assert not any("types it" in line for line in complaints(tmp_path))
    write(tmp_path, HORSE, code("print('It falls by', 1 * fall)", stream("It falls by 57\n"), label="fall"), said)
    assert complaints(tmp_path) == []


def test_a_number_that_python_does_not_print_is_read(tmp_path):
    source = f"agree = loss < 0x{'f' * 5000}\nprint(agree)"
    claim = markdown("The loss is such that [both agree](#agree).")
    write(tmp_path, HORSE, code(source, stream("True\n"), label="agree"), claim, code(source, stream("True\n")))
    assert complaints(tmp_path) == []


@pytest.mark.parametrize(
    ("source", "prints", "typed"),
    [
        ("print(-57)", "-57\n", True),
        ("print(fall)\nif fall > 57: print('above 57')", "57\n", False),
        ("print(fall)\nprint(57, file=log)", "57\n", False),
        ("print(fall)\nprint(100 * 57 / 100)", "57\n", False),
    ],
)
def test_what_a_cell_types_is_what_it_prints_as_it_stands_there(tmp_path, source, prints, typed):
    number = prints.strip().replace("-", "−")
    write(tmp_path, HORSE, code(source, stream(prints), label="fall"), markdown(f"It falls by [{number}](#fall)."))
    assert any("types it" in line for line in complaints(tmp_path)) is typed


def test_a_raw_cell_is_refused(tmp_path):
    write_book(tmp_path, "", markdown("It is so.") | {"cell_type": "raw"})
    assert "expected a code or a Markdown cell, got one of type 'raw'" in complaint(tmp_path)


def test_the_last_number_of_a_range_is_given(tmp_path):
    write_book(tmp_path, "The last one is 99.", code("for k in range(21, 100):\n    draw(k)"))
    assert not any("99 is neither" in str(line) for line in complaints(tmp_path))


def test_a_message_names_file_cell_line_claim_and_print(tmp_path, monkeypatch):
    write_book(tmp_path, "Words.\nThe loss is\n[0.8567](#loss).")
    monkeypatch.chdir(tmp_path)
    assert complaint(tmp_path) == f"{HORSE}: cell 13, line 3: claims 0.8567 (#loss), but cell 2 prints 0.8566"


def test_classes_are_told_apart(tmp_path):
    write_book(tmp_path, r"[0.857](#loss) of 3.05 and 2 by $-\ln 0.425 = 0.8557$, [which is so](#agree); 0.123")
    assert sorted(kinds(tmp_path)) == [
        ("0.123", Kind.UNPROVED),
        ("0.425", Kind.RELATION),
        ("0.8557", Kind.RELATION),
        ("0.857", Kind.COMPUTED),
        ("2", Kind.STRUCTURAL),
        ("3.05", Kind.GIVEN),
        ("which is so", Kind.CLAIM),
    ]


def test_a_computed_number_says_where_it_is_printed(tmp_path):
    write_book(tmp_path, "[0.30](#probabilities:2)")
    number = classify([read_page(path) for path in find_pages(tmp_path)])[-1]
    assert (number.label, number.pick, number.printed) == ("probabilities", 2, "0.2992")
    assert number.source == (tmp_path / HORSE).resolve()


class TestOutputs:
    def check(self, tmp_path, claim, *outputs, **cell):
        write(tmp_path, HORSE, code("show()", *outputs, label="loss", **cell), markdown(claim))
        return complaints(tmp_path)

    def test_standard_error_is_not_printed(self, tmp_path):
        assert "prints no number" in self.check(tmp_path, "[0.123](#loss)", stream("0.123", "stderr"))[0]

    @pytest.mark.parametrize("mime", ["text/html", "image/svg+xml", "text/markdown"])
    def test_other_forms_of_a_result_are_not_read(self, tmp_path, mime):
        assert "0.123" in self.check(tmp_path, "[0.123](#loss)", result("Table", **{mime: "<b>0.123</b>"}))[0]

    def test_a_widget_prints_nothing(self, tmp_path):
        widget = result("Explorer(p=0.123)", **{"application/vnd.jupyter.widget-view+json": ""})
        assert "prints no number" in self.check(tmp_path, "[0.123](#loss)", widget)[0]

    @pytest.mark.parametrize(
        "text",
        [
            "torch.Size([35, 99])",
            "shape (35, 99)",
            "shape: [35, 99]",
            "x35",
            "float35",
            "<Figure size 35x99>",
            "GPT-35",
        ],
    )
    def test_digits_in_names_and_shapes_are_no_numbers(self, tmp_path, text):
        assert "prints no number" in self.check(tmp_path, "[35](#loss)", stream(text))[0]

    @pytest.mark.parametrize(
        "text",
        ["tensor(0.8566)", "np.float64(0.8566)", "loss=0.8566", "[0.1, 0.8566]", "a  b\n0  0.8566  2\n",
         "\x1b[1m0.8566\x1b[0m",
         "0.8566 nats", "tensor(0.8566, grad_fn=<NllLossBackward0>)", "{'loss': 0.8566}", "8.566e-01"],
    )  # fmt: skip
    def test_numbers_are_found_in_what_python_prints(self, tmp_path, text):
        assert self.check(tmp_path, "[0.8566](#loss)", result(text)) == []

    def test_chunks_of_one_stream_are_one_text(self, tmp_path):
        assert self.check(tmp_path, "[0.8566](#loss)", stream("0.8"), stream("566")) == []

    def test_numbers_are_counted_over_all_outputs(self, tmp_path):
        assert self.check(tmp_path, "[0.5](#loss:3)", stream("0.5 0.5\n"), result("0.5")) == []

    def test_a_cell_that_has_not_been_run(self, tmp_path):
        found = self.check(tmp_path, "[0.8566](#loss)", run=False)
        assert "the cell has not been run" in found[0]
        assert "claims 0.8566 (#loss), but cell 1 has not been run" in found[1]

    @pytest.mark.parametrize(
        "text", ["True", "tensor(True)", "[True, True]", "np.True_", "(True, True)", "True\nTrue\n"]
    )
    def test_words_hold_where_only_true_is_printed(self, tmp_path, text):
        assert self.check(tmp_path, "[they agree](#loss)", result(text)) == []

    @pytest.mark.parametrize(
        "text", ["False", "True\nFalse", "tensor([True, False])", "np.False_", "1", "True 1", "Truer"]
    )
    def test_words_fail_where_anything_else_is_printed(self, tmp_path, text):
        assert "not only True" in self.check(tmp_path, "[they agree](#loss)", result(text))[0]

    def test_words_fail_where_nothing_is_printed(self, tmp_path):
        assert "prints nothing, not only True" in self.check(tmp_path, "[they agree](#loss)")[0]

    def test_damaged_outputs_print_nothing(self, tmp_path):
        assert (
            "prints no number" in self.check(tmp_path, "[0.5](#loss)", {"output_type": "stream", "name": "stdout"})[0]
        )


class TestLabels:
    def test_twice_in_a_notebook(self, tmp_path):
        write(tmp_path, HORSE, *[code("f()", result("0.5"), label="loss")] * 2, markdown("[0.5](#loss)"))
        assert "cell 2, line 1: the label 'loss' is on cell 1 too" in complaint(tmp_path)

    def test_in_two_notebooks_they_are_two(self, tmp_path):
        for name, text in (("a", "0.5"), ("b", "0.7")):
            write(
                tmp_path,
                f"chapters/{name}.ipynb",
                code("f()", result(text), label="loss"),
                markdown(f"[{text}](#loss)"),
            )
        assert complaints(tmp_path) == []

    def test_quoted_by_nothing(self, tmp_path):
        write(tmp_path, HORSE, code("f()", result("0.5"), label="loss"))
        assert "nothing in the book quotes the label 'loss'" in complaint(tmp_path)

    def test_of_a_page_asked_for_alone_may_be_quoted_by_another(self, tmp_path):
        write(tmp_path, "chapters/a.ipynb", code("f()", result("0.5"), label="loss"), code("g()", label="gain"))
        write(tmp_path, "chapters/b.ipynb", markdown("[0.5](a.ipynb#loss)"))
        write(tmp_path, "chapters/c.ipynb", markdown("No label."))
        book, wanted, _ = read_book([tmp_path / "chapters/a.ipynb"])
        assert [problem.message for problem in book.problems(wanted)] == ["nothing in the book quotes the label 'gain'"]
        assert [path.name for path in book.checked] == ["a.ipynb", "b.ipynb"]

    def test_with_the_name_of_a_heading(self, tmp_path):
        write(tmp_path, HORSE, code("f()", result("0.5"), label="loss"), markdown("# Loss\n[0.5](#loss)"))
        assert "is also the anchor of a heading" in complaint(tmp_path)

    def test_with_a_sign_that_links_cannot_hold(self, tmp_path):
        write(tmp_path, HORSE, code("f()", result("0.5"), label="a:2"), markdown("[0.5](#a:2)"))
        assert any("letters, digits and hyphens" in line for line in complaints(tmp_path))

    @pytest.mark.parametrize("source", ["README.md", "intro.md", "appendix/pitfalls.md", "chapters/other.ipynb"])
    def test_of_another_page(self, tmp_path, source):
        write(tmp_path, HORSE, code("f()", result("0.5"), label="loss"))
        up = "../" * source.count("/")
        prose = f"[0.5]({up}{HORSE}#loss)"
        write(tmp_path, source, markdown(prose))
        if source.endswith(".md"):
            (tmp_path / source).write_text(prose)
        assert complaints(tmp_path) == []
        (tmp_path / source).write_text((tmp_path / source).read_text().replace("0.5", "0.6"))
        assert "claims 0.6 (#loss)" in complaint(tmp_path)
        assert "chapters/horse.ipynb prints" in complaint(tmp_path)

    def test_a_markdown_page_is_given_nothing(self, tmp_path):
        write(tmp_path, HORSE, code("rate = 0.425"))
        (tmp_path / "intro.md").write_text("The rate is 0.425.")
        assert "intro.md: line 1: 0.425 is neither linked" in complaint(tmp_path)


class TestFigures:
    def book(self, tmp_path, caption="", alt="", name="fig-loss", prose="[the figure](#fig-loss)"):
        settings = {"figure": {"caption": caption, "name": name}, "image": {"alt": alt}}
        cells = [code("f()", result("0.5"), label="loss"), code("plot(0.25)", mystnb=settings)]
        write(tmp_path, HORSE, *cells, markdown("[0.5](#loss) " + prose))
        return complaints(tmp_path)

    def test_true_captions_and_alt_texts(self, tmp_path):
        assert self.book(tmp_path, "The loss [0.5](#loss) at 0.25", "A bar at [0.5](#loss)") == []

    def test_unbound_in_a_caption(self, tmp_path):
        assert "cell 2, line 1, caption: 0.123 is neither linked" in self.book(tmp_path, caption="It is 0.123")[0]

    def test_unbound_in_an_alt_text(self, tmp_path):
        assert "cell 2, line 1, alt text: 0.123 is neither linked" in self.book(tmp_path, alt="A bar at 0.123")[0]

    def test_wrong_in_an_alt_text(self, tmp_path):
        assert "claims 0.6 (#loss)" in self.book(tmp_path, alt="A bar at [0.6](#loss)")[0]

    def test_unknown_figure(self, tmp_path):
        assert "has the name 'fig-lost'" in self.book(tmp_path, prose="[the figure](#fig-lost)")[0]


class TestQuestions:
    def ask(self, tmp_path, source, before="x = 3.05"):
        write(tmp_path, HORSE, code(before), code(source, result("Question")))
        return complaints(tmp_path)

    @pytest.mark.parametrize(
        "source",
        [
            'Question("What is the loss at 3.05?", answer=f(x), tolerance=0.0005)',
            'Question(f"It is {x:.4f} or so", answer=f(x))',
            'Question("Half?", answer=f(x), misconceptions={1 - p: "That is 1 − p of 2 classes."})',
            'widgets.Question("Which?", choices=["log 3", "one"], answer="one")',
            'Question("What?", answer=f(x), solution=f"It is {0.25**2}.")',
        ],
    )
    def test_true_questions(self, tmp_path, source):
        assert self.ask(tmp_path, source) == []

    @pytest.mark.parametrize(
        "source",
        [
            'Question("Is it 0.123?", answer=f(x))',
            'Question("Which?", choices=["0.123", "one"], answer="one")',
            'Question("What?", answer=f(x), misconceptions={f(2): "That is 0.123."})',
            'Question("What?", answer=f(x), hint="Near 0.123")',
            'Question("What?", answer=f(x), solution="It is " "0.123.")',
            'Question(f"It is {x:.4f}, not 0.123", answer=f(x))',
            'Question(f"Not {0.123}", answer=f(x))',
            'reason = "It is 0.123"\nQuestion("What?", answer=f(x), hint=reason)',
            'widgets.Question("Is it 0.123?", answer=f(x))',
        ],
    )
    def test_unbound_in_a_question(self, tmp_path, source):
        found = self.ask(tmp_path, source.replace("{0.123}", "{'0.123'}"))
        assert "question: 0.123 is neither linked" in found[0]

    def test_the_line_of_a_string(self, tmp_path):
        assert "cell 2, line 3, question" in self.ask(tmp_path, 'Question(\n    "What?",\n    hint="Near 0.123",\n)')[0]


class TestTargets:
    def test_headings_across_cells_and_pages(self, tmp_path):
        write(tmp_path, HORSE, markdown("# Loss\n## Note"), markdown("## Note\n[first](#note), [second](#note-1)"))
        (tmp_path / "intro.md").write_text(f"[note]({HORSE}#note-1), [page]({HORSE}), [folder](chapters)")
        assert complaints(tmp_path) == []

    def test_glossary_terms(self, tmp_path):
        (tmp_path / "appendix").mkdir()
        (tmp_path / "appendix/glossary.md").write_text(
            '## Logit\n\nA score.\n\nCross-entropy\n: A loss.\n\n<a id="nat"></a>'
        )
        targets = ["logit", "cross-entropy", "nat"]
        write(tmp_path, HORSE, markdown(" ".join(f"[term](../appendix/glossary.md#{target})" for target in targets)))
        assert complaints(tmp_path) == []

    def test_bibliography_made_from_its_entries(self, tmp_path):
        (tmp_path / "appendix").mkdir()
        (tmp_path / "appendix/references.bib").write_text("@book{bishop2006,\n title={A book}}")
        write(tmp_path, HORSE, markdown("[Bishop 2006, section 4.3](../appendix/bibliography.md#bishop2006)"))
        assert complaints(tmp_path) == []
        write(tmp_path, HORSE, markdown("[Bishop 2007](../appendix/bibliography.md#bishop2007)"))
        assert "has the name 'bishop2007'" in complaint(tmp_path)

    def test_a_target_in_a_directive_free_line(self, tmp_path):
        write(tmp_path, HORSE, markdown("(term)=\n**Term.** Words.\n\n[term](#term)"))
        assert complaints(tmp_path) == []


class TestCommand:
    def run(self, *arguments):
        return main(["check", *map(str, arguments)])

    def test_a_true_book(self, tmp_path, capsys):
        write_book(tmp_path, "[0.8566](#loss) and $1 + 1 = 2$")
        assert self.run(tmp_path) == 0
        out = capsys.readouterr()
        assert out.out.startswith("1 page: ")
        assert "computed" in out.out
        assert out.err == ""

    def test_a_lie(self, tmp_path, capsys):
        write_book(tmp_path, "[0.8567](#loss)")
        assert self.run(tmp_path) == 1
        assert "claims 0.8567" in capsys.readouterr().err

    def test_the_book_around_the_current_folder(self, tmp_path, capsys, monkeypatch):
        write_book(tmp_path, "0.123")
        monkeypatch.chdir(tmp_path / "chapters")
        assert self.run() == 1
        assert "0.123 is neither linked" in capsys.readouterr().err

    def test_one_file_of_a_book_is_checked_against_the_others(self, tmp_path, capsys):
        write(tmp_path, HORSE, code("f()", result("0.5"), label="loss"), markdown("0.123"))
        (tmp_path / "intro.md").write_text(f"[0.6]({HORSE}#loss)")
        assert self.run(tmp_path / "intro.md") == 1
        err = capsys.readouterr().err
        assert "claims 0.6" in err
        assert "0.123" not in err

    def test_a_file_outside_of_any_book(self, tmp_path, capsys):
        (tmp_path / "alone.md").write_text("0.123")
        assert self.run(tmp_path / "alone.md") == 1
        assert "0.123 is neither linked" in capsys.readouterr().err

    def test_the_list(self, tmp_path, capsys):
        write_book(tmp_path, "[0.8566](#loss) of 3.05")
        self.run("--list", tmp_path)
        out = capsys.readouterr().out
        assert "line 1: computed: 0.8566 (#loss prints 0.8566)" in out
        assert "line 1: given: 3.05 (literal in cell 1)" in out

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("{", "not a notebook"),
            ("[]", "has no list of cells"),
            ('{"cells": [{"cell_type": "code"}]}', "cell 1 is malformed"),
            ('{"cells": [3]}', "cell 1 is malformed"),
            ("[" * 100_000, "not a notebook"),
            *((json.dumps({"cells": [cell]}), "cell 1 is malformed") for cell in MALFORMED),
        ],
    )
    def test_a_broken_notebook(self, tmp_path, capsys, text, message):
        write_book(tmp_path)
        (tmp_path / "chapters/broken.ipynb").write_text(text)
        assert self.run(tmp_path) == 1
        assert message in capsys.readouterr().err

    def test_bytes_that_are_no_text(self, tmp_path, capsys):
        (tmp_path / "a.md").write_bytes(b"\xff\xfe\x00")
        assert self.run(tmp_path / "a.md") == 1
        assert "cannot be read" in capsys.readouterr().err

    def test_a_missing_file(self, tmp_path, capsys):
        assert self.run(tmp_path / "absent.ipynb") == 2
        assert "absent.ipynb: cannot be read" in capsys.readouterr().err

    def test_an_empty_folder(self, tmp_path, capsys):
        assert self.run(tmp_path) == 2
        assert "no page found" in capsys.readouterr().err

    def test_a_cell_that_is_no_python_gives_nothing(self, tmp_path):
        write(
            tmp_path, HORSE, code("%matplotlib inline\nrate = 0.425"), markdown("0.425"), code("this is 0.5 no python")
        )
        assert complaints(tmp_path) == []
        write(tmp_path, HORSE, code("this is 0.5 no python"), markdown("0.5"))
        assert "0.5 is neither linked" in complaint(tmp_path)


@pytest.mark.parametrize(
    "prose",
    [
        "It is 10^{1000000} large.",
        "It is 1e9999999999999999999999 large.",
        "\ue001 and \ue002: 0.123",
        "\ue010 0.123",
        "&#xe001; 0.123",
    ],
)
def test_what_decimals_and_the_reader_cannot_hold_is_named(tmp_path, prose):
    write(tmp_path, HORSE, code("x = 1e999999999999999999999"), markdown(prose))
    assert all("cannot be read" in line or "0.123 is neither" in line for line in complaints(tmp_path))
    assert complaints(tmp_path) != []


def test_signs_of_private_use_in_a_sentence_stand_for_no_numbers(tmp_path):
    prose = markdown("\ue010 [0.5](#a:2) is larger \ue010 than [0.2](#a:1).")
    write(tmp_path, HORSE, code("f()", stream("0.2 0.5"), label="a"), prose)
    assert complaints(tmp_path) == []


def test_nothing_heavy_is_imported():
    heavy = "{'torch', 'numpy', 'nbformat', 'matplotlib', 'IPython', 'myst_parser', 'docutils'}"
    program = f"import bookproof.numbers.check, sys; print(sorted({heavy} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_a_sign_in_the_name_of_a_file_begins_no_anchor(tmp_path):
    write(tmp_path, HORSE, markdown("See [the notes](a%23b.md) and [their title](a%23b.md#notes)."))
    (tmp_path / "chapters" / "a#b.md").write_text("# Notes\n")
    assert complaints(tmp_path) == []
