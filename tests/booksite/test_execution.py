from types import SimpleNamespace

from booksite.execution import order


def test_pages_that_take_long_are_read_first(tmp_path):
    for name, text in {"api": ".. automodule:: math", "words": "Some words.", "a": "", "b": ""}.items():
        (tmp_path / name).write_text(text)
    pages = ["words", "a", "b", "api"]
    order(SimpleNamespace(lossbook_code={"a": "1", "b": "1 + 1"}), SimpleNamespace(doc2path=tmp_path.joinpath), pages)
    assert pages == ["api", "b", "a", "words"]
