"""Withdrawal of consent: one participant out of a study, and out of all that was made of it."""

from pipeline.forget.forgetting import Forgotten, forget
from pipeline.forget.plan import Plan, make_plan

__all__ = ["Forgotten", "Plan", "forget", "make_plan"]
