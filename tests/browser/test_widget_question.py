import pytest

from lossbook.widgets import Question
from tests.browser.test_widgets import choice, number
from tests.browser.widget_page import drawn


def said(page) -> str:
    drawn(page)
    return page.locator(".lw [role=status]").inner_text()


def answer(page, words: str) -> str:
    box = page.locator(".lb-mount").get_by_label("Your answer")
    box.fill(words)
    box.press("Enter")
    return said(page)


def test_right_answer_shows_the_solution(show):
    page = show(number())
    assert answer(page, "0,8566") == "Right. It is 0.8566."
    assert page.locator(".lw [role=status] a").get_attribute("href") == "#horse-loss"


def test_misconception_is_explained(show):
    page = show(number())
    assert answer(page, "0.4246") == "Not yet. That is the probability."
    assert page.locator(".lw [role=status] strong").all_inner_texts() == ["Not yet. ", "probability"]


def test_rounded_answer_is_asked_for_more_decimals_and_is_no_miss(show):
    page = show(number())
    assert page.locator(".lb-mount .lw label").inner_text() == "Your answer, 3 decimals"
    for _ in range(3):
        assert answer(page, "0.86") == "Write 3 decimals."


@pytest.mark.parametrize(("words", "verdict"), [("abc", "Write a number, such as"), ("0.86", "Write 3 decimals.")])
def test_an_unreadable_answer_is_neither_kept_nor_counted(show, words, verdict):
    page = show(number())
    assert answer(page, words).startswith(verdict)
    assert page.evaluate("localStorage.length") == 0
    assert page.get_by_role("button", name="Start over").is_hidden()
    answer(page, "1")
    assert answer(page, words).startswith(verdict)
    page.reload()
    page.locator(".lb-mount .lw").wait_for()
    assert said(page) == "Not yet."
    assert page.locator(".lb-mount").get_by_label("Your answer").input_value() == "1"


def test_hint_after_two_misses_then_the_solution(show):
    page = show(number())
    assert answer(page, "1") == "Not yet."
    assert answer(page, "1") == "Not yet."
    assert answer(page, "words") == "Write a number, such as 0.25, 1/3, log\xa02 or 50 %."
    assert answer(page, "2").split("\n\n") == ["Not yet.", "Hint. Take a logarithm."]
    assert page.locator(".lw details").count() == 0
    assert "Solution" in answer(page, "3")
    page.locator(".lw summary").press("Enter")
    assert page.locator(".lw details p").inner_text() == "It is 0.8566."
    assert answer(page, "0.8566") == "Right. It is 0.8566."


def test_start_over(show):
    page = show(number())
    answer(page, "1")
    page.get_by_role("button", name="Start over").click()
    assert said(page) == ""
    assert page.locator(".lb-mount").get_by_label("Your answer").input_value() == ""
    assert page.get_by_role("button", name="Start over").is_hidden()


def test_start_over_of_the_page_leaves_nothing_that_was_not_checked(show):
    page = show(number(), choice())
    written, chosen = page.locator(".lb-mount .lw").all()
    box = written.get_by_label("Your answer")
    box.fill("abc")
    box.press("Enter")
    assert written.locator("[role=status]").inner_text()
    chosen.get_by_label("probabilities").check()
    page.evaluate("document.dispatchEvent(new Event('lossbook:start-over'))")
    drawn(page)
    assert (box.input_value(), written.locator("[role=status]").inner_text()) == ("", "")
    assert not chosen.get_by_label("probabilities").is_checked()


def test_choice_by_keyboard(show):
    page = show(choice())
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert said(page) == "Not yet. Softmax would be taken twice."
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert said(page) == "Right. It is 0.8566."


def test_views_of_one_question_agree(show):
    question = number()
    page = show(question, question)
    first, second = page.locator(".lb-mount .lw").all()
    first.get_by_label("Your answer").fill("0.4246")
    first.get_by_label("Your answer").press("Enter")
    drawn(page)
    assert second.get_by_label("Your answer").input_value() == "0.4246"
    assert second.locator("[role=status]").inner_text() == "Not yet. That is the probability."


@pytest.mark.parametrize("make", [number, choice])
def test_is_readable_without_javascript(show, chromium, tmp_path, make):
    from tests.browser.widget_page import write

    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(write(tmp_path, make()).as_uri())
        assert make().prompt.replace("`", "") in page.locator(".lb-fallback").inner_text()


def test_no_line_ends_within_a_logarithm(show):
    choices = {"It is −log p": True, "It is the log of p": False}
    slips = {"It is the log of p": "See (log 4 + 1)/2."}
    texts = {"hint": "Halve.", "solution": "So."}
    page = show(Question("Is 2 log 3 a number?", choices=choices, misconceptions=slips, **texts))
    form = page.locator(".lb-mount")
    assert form.locator("legend").text_content() == "Is 2\xa0log\xa03 a number?"
    assert form.locator("label").all_text_contents() == ["It is −log\xa0p", "It is the log of p"]
    form.get_by_label("It is the log of p").check()
    form.get_by_role("button", name="Check").click()
    assert form.locator("[role=status]").text_content() == "Not yet. See (log\xa04 + 1)/2."
    for part in ("legend", "label span"):
        assert page.locator(f".lb-fallback {part}").first.inner_html() == form.locator(part).first.inner_html()


def test_marks_are_text_not_markup(show):
    question = Question("Is `<b>` **<i>** [<u>](#cell)?", answer=1, hint="<b>", solution="<i>")
    page = show(question)
    assert page.locator(".lb-mount legend").inner_text() == "Is <b> <i> <u>?"
    assert page.locator(".lb-mount legend").inner_html() == page.locator(".lb-fallback legend").inner_html()
