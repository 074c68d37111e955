"""Charts from tables: with n, margin, source and a text for who does not see them."""

from pipeline.charts.alt_text import alt_areas, alt_interval, alt_links, alt_trend
from pipeline.charts.areas import area_scatter, small_multiples
from pipeline.charts.discovering import (
    alt_map,
    alt_saturation,
    passage_map_chart,
    saturation_chart,
)
from pipeline.charts.intervals import forest_plot
from pipeline.charts.marks import (
    CORRELATIONS,
    MARK_CSS,
    SHARES,
    Scale,
    interval_mark,
    scale_for,
)
from pipeline.charts.palette import DARK, LIGHT, PALETTES, Mode, Palette, css_variables
from pipeline.charts.trends import trend

__all__ = [
    "CORRELATIONS",
    "DARK",
    "LIGHT",
    "MARK_CSS",
    "PALETTES",
    "SHARES",
    "Mode",
    "Palette",
    "Scale",
    "alt_areas",
    "alt_interval",
    "alt_links",
    "alt_map",
    "alt_saturation",
    "alt_trend",
    "area_scatter",
    "css_variables",
    "forest_plot",
    "interval_mark",
    "passage_map_chart",
    "saturation_chart",
    "scale_for",
    "small_multiples",
    "trend",
]
