"""The tables of the page *What is verified*."""

from __future__ import annotations

from types import SimpleNamespace

from bookproof import kill_rates
from booksite import verified


def test_a_kind_without_alterations_was_not_measured(monkeypatch):
    monkeypatch.setattr(kill_rates, "read", lambda _: [kill_rates.KillRate("computed numbers", 0, 0)])
    env = SimpleNamespace(srcdir="", lossbook_numbers=[], lossbook_formulas=[], titles={})
    app = SimpleNamespace(env=env, config=SimpleNamespace(root_doc="intro"))
    [table] = verified._kinds(app, "appendix/what-is-verified")
    assert "not measured" in table.astext()
    assert "computed numbers" not in verified._kill_rates(app, "appendix/what-is-verified")[0].astext()
