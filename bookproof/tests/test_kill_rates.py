from bookproof.kill_rates import KillRate, of_code, read, write


def test_rates_of_a_kind_replace_the_former_ones(tmp_path):
    assert read(tmp_path) == []
    write(tmp_path, KillRate("numbers", 10, 9), KillRate("formulas", 8, 8))
    write(tmp_path, KillRate("numbers", 20, 20))
    assert read(tmp_path) == [KillRate("formulas", 8, 8), KillRate("numbers", 20, 20)]


def test_code_counts_what_no_test_reaches_as_alive():
    statistics = {"killed": 7, "timeout": 1, "segfault": 0, "survived": 1, "no_tests": 2, "skipped": 5, "total": 16}
    assert of_code(statistics) == KillRate("the package's code", 11, 8)
