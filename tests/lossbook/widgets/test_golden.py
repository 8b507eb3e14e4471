import pytest
from golden_states import STATES, compute, difference, stored


@pytest.mark.slow
@pytest.mark.parametrize("name", STATES)
def test_file_holds_what_the_package_computes(name):
    rows = compute(name)
    assert len(rows) >= 200
    assert [row["state"] for row in stored(name)] == [row["state"] for row in rows]
    for row, kept in zip(rows, stored(name), strict=True):
        assert not difference(row["values"], kept["values"]), row["state"]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({"p": [0.5, 0.5]}, {"p": [0.5, 0.5 + 1e-8]}),
        ({"p": [0.5]}, {"p": [0.5, 0.5]}),
        ({"p": 1.0}, {"q": 1.0}),
        (float("nan"), 1.0),
        (float("inf"), 1.0),
        ("overflow", ""),
        (None, 0.0),
    ],
)
def test_difference_is_noticed(found, expected):
    assert difference(found, expected)


def test_infinities_agree():
    assert not difference([float("inf")], [float("inf")])
