"""What people read, in Dutch by default and in English as a switch."""

from pipeline.text.catalogue import Language, Texts, problem_sentence, texts
from pipeline.text.numbers import date_text, interval, number, p_value, percent

__all__ = [
    "Language",
    "Texts",
    "date_text",
    "interval",
    "number",
    "p_value",
    "percent",
    "problem_sentence",
    "texts",
]
