"""Turning points: the moment, who acted, and what the person did next."""

from pipeline.coding.turning_points.find import NEEDS, THEME, find_turning_points
from pipeline.coding.turning_points.rules import Rule, RuleMatcher, rules

__all__ = ["NEEDS", "THEME", "Rule", "RuleMatcher", "find_turning_points", "rules"]
