import string

from pipeline.text import interval, number, p_value, percent, texts


def _placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_both_languages_have_the_same_keys():
    assert texts("nl").keys() == texts("en").keys()


def test_both_languages_fill_in_the_same_values():
    dutch, english = texts("nl")._by_key, texts("en")._by_key
    differing = {k for k in dutch if _placeholders(dutch[k]) != _placeholders(english[k])}
    assert differing == set()


def test_dutch_numbers():
    assert number(1234567.891, 2) == "1.234.567,89"
    assert number(-0.5, 1) == "−0,5"
    assert percent(0.333, 1) == "33,3%"
    assert interval(0.1, 0.25) == "10 tot 25%"
    assert p_value(0.0004) == "< 0,001"
    assert p_value(0.042) == "0,042"


def test_english_numbers():
    assert number(1234.5, 1, "en") == "1,234.5"
    assert interval(0.1, 0.25, language="en") == "10 to 25%"
