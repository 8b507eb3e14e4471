"""What pages collect from others is known again after a build that has ended, and only then."""

from __future__ import annotations

from types import SimpleNamespace

from booksite.collected import changed, keep, recall


def site(folder, form="html"):
    app = SimpleNamespace(outdir=folder / form, builder=SimpleNamespace(format=form))
    recall(app)
    return app


def test_what_is_collected_has_changed_until_a_build_that_collects_the_same_has_ended(tmp_path):
    first = site(tmp_path)
    assert changed(first, "glossary", {"a": [1], "b": [2]}, "three")
    keep(first, None)
    second = site(tmp_path)
    assert not changed(second, "glossary", {"b": [2], "a": [1]}, "three")
    assert changed(second, "pitfalls", {"a": [1]})
    keep(second, None)
    assert changed(site(tmp_path), "glossary", {"a": [1], "b": [3]}, "three")


def test_a_build_that_does_not_end_leaves_nothing_to_trust(tmp_path):
    for exception in (KeyboardInterrupt(), None):
        app = site(tmp_path)
        assert changed(app, "glossary", 1)
        keep(app, exception)
    site(tmp_path)  # and ends without a word
    assert changed(site(tmp_path), "glossary", 1)


def test_a_builder_of_another_form_neither_uses_nor_changes_what_is_known(tmp_path):
    app = site(tmp_path)
    changed(app, "glossary", 1)
    keep(app, None)
    other = site(tmp_path, "latex")
    assert changed(other, "glossary", 2)
    keep(other, None)
    assert not changed(site(tmp_path), "glossary", 1)


def test_what_is_kept_and_damaged_is_not_trusted(tmp_path):
    app = site(tmp_path)
    changed(app, "glossary", 1)
    keep(app, None)
    (kept,) = tmp_path.iterdir()
    kept.write_text("")
    assert changed(site(tmp_path), "glossary", 1)
