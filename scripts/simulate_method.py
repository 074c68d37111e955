"""Write the table that the README's section on method shows.

``python scripts/simulate_method.py`` simulates every statistic on data whose truth is known, with
a fixed seed, and writes ``tests/benchmarks/method_table.json``, for people
``tests/benchmarks/method_table.md``, and its summary between the marks in ``README.md``.
``--replications`` makes it lighter, ``--folder`` writes elsewhere and leaves the README alone.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from method_simulations import links, panels, prevalence, real_areas
from method_simulations.common import REPLICATIONS, SEED

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "benchmarks"
README = ROOT / "README.md"
START, END = "<!-- method:start -->", "<!-- method:end -->"


class Row(NamedTuple):
    """One line of the table: what was simulated, what came out, and what is asked of it."""

    what: str
    setting: str
    measure: str
    value: float
    least: float | None
    most: float | None


def rows(replications: int) -> Iterator[Row]:
    """Simulate everything, one setting at a time."""
    yield from _shares(replications)
    yield from _links(replications)
    yield from _courses(replications)


def _shares(replications: int) -> Iterator[Row]:
    for p in prevalence.PREVALENCES:
        for audit in prevalence.AUDITS:
            for sensitivity, specificity in prevalence.ERRORS:
                got = prevalence.coverage(p, audit, sensitivity, specificity, replications)
                setting = f"share {p}, {audit} read, sensitivity {sensitivity}, specificity "
                what = "Share of stories with a theme"
                yield Row(what, f"{setting}{specificity}", "coverage", got["corrected"], 0.93, 0.97)
                if (p, sensitivity, specificity) == (0.2, 0.9, 0.9):
                    yield Row(
                        "The machine's own count",
                        f"{setting}{specificity}",
                        "coverage",
                        got["naive"],
                        None,
                        0.05,
                    )
    weighted = prevalence.stratified_coverage(replications)
    setting = "flagged and doubtful stories drawn eight times as often"
    what = "Share from a stratified audit sample"
    yield Row(what, setting, "coverage", weighted["weighted"], 0.93, 0.975)
    yield Row("The same without weights", setting, "coverage", weighted["unweighted"], None, 0.8)
    people = prevalence.clustered(replications)
    setting = "five stories per participant, intraclass correlation .3"
    for name, what in (("human", "Share read by people"), ("corrected", "Share corrected")):
        yield Row(what, setting, "coverage", people[name], 0.93, 0.975)
        plain = people[f"{name}_plain"]
        yield Row(f"{what}, stories as independent", setting, "coverage", plain, None, 0.88)
    for spread in (0.0, 0.1, 0.2):
        got = prevalence.cells(max(1, replications // 4), spread)
        setting = f"12 wijken, 12 read in each, error rates differ by {spread}"
        what = "Share per wijk, error rates borrowed"
        yield Row(what, setting, "coverage", got["shrunken"], 0.92, 0.985)
        if spread:
            what = "Share per wijk, one error rate for all"
            yield Row(what, setting, "coverage", got["pooled"], None, 0.9)


def _links(replications: int) -> Iterator[Row]:
    for areas in (12, 50):
        got = links.family(areas, replications)
        setting = f"{areas} areas, 72 pairs, none linked"
        yield Row("Links between areas", setting, "any find", got["any_false"], None, 0.065)
    got = links.family(50, replications, rho=0.6, planted=8)
    setting = "50 areas, 72 pairs, 8 linked at rho .6"
    yield Row("Links between areas", setting, "false finds", got["false_share"], None, 0.06)
    yield Row("Links between areas", setting, "links found", got["detected"], 0.9, None)
    for areas in (8, 12, 22, 50, 99):
        seen = links.power_at_detectable(areas, replications)
        setting = f"{areas} areas, rho {seen['rho']:.2f} (said to be seen four times in five)"
        yield Row("Smallest link that can be seen", setting, "power", seen["power"], 0.78, 0.9)
    for areas, rho in ((12, 0.0), (12, 0.6), (50, 0.3), (50, 0.6)):
        covered = links.spearman_coverage(areas, rho, replications)["coverage"]
        what = "Interval of Spearman's correlation"
        yield Row(what, f"{areas} areas, rho {rho}", "coverage", covered, 0.93, 0.98)
    debiased = links.debiased_coverage(replications)
    setting = "400 participants, 100 read, machine's errors go with the outcome"
    what = "Difference between participants"
    yield Row(f"{what}, debiased", setting, "coverage", debiased["debiased"], 0.93, 0.98)
    yield Row(f"{what}, machine's word", setting, "coverage", debiased["naive"], None, 0.9)


def _courses(replications: int) -> Iterator[Row]:
    got = panels.false_finds(replications)
    setting = "12 areas, 16 quarters, unrelated courses that linger"
    yield Row("Whole courses permuted", setting, "any find", got["trajectories"], None, 0.065)
    yield Row("Changes, courses permuted", setting, "any find", got["changes"], None, 0.065)
    what = "First differences, wild cluster bootstrap"
    yield Row(what, setting, "any find", got["first_differences"], None, 0.07)
    what = "All areas and quarters as independent"
    yield Row(what, setting, "any find", got["pooled"], 0.3, None)
    draws = max(1, replications // 10)
    got = real_areas.draws_with_finds(draws)
    setting = f"Haaglanden, 71 wijken, {got['pairs']:.0f} pairs, {draws} draws of random themes"
    yield Row("Links with real figures", setting, "above strength 1", got["any"], None, 0.05)


def markdown(table: list[Row], replications: int) -> str:
    """Return every row as a table."""
    lines = [
        f"Simulated with `python scripts/simulate_method.py`: {replications} replications per "
        f"setting (a quarter for shares per wijk, a tenth for real figures), "
        f"seed {SEED}.",
        "",
        "| What | Setting | Measure | Result | Asked |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.what} | {row.setting} | {row.measure} | {row.value:.3f} | {_asked(row)} |"
        for row in table
    ]
    return "\n".join([*lines, ""])


def summary(table: list[Row], replications: int) -> str:
    """Return one line for all settings of a question, as it stands in the README."""
    lines = [
        START,
        f"Simulated with `make simulate`: {replications} replications per setting (a quarter for "
        f"shares per wijk, a tenth for real figures), seed {SEED}. All settings: "
        "[`method_table.md`](tests/benchmarks/method_table.md).",
        "",
        "| What | Measure | Settings | Result | Asked |",
        "|---|---|---|---|---|",
    ]
    questions: dict[tuple[str, str, str], list[float]] = {}
    for row in table:
        questions.setdefault((row.what, row.measure, _asked(row)), []).append(row.value)
    for (what, measure, asked), values in questions.items():
        low, high = f"{min(values):.3f}", f"{max(values):.3f}"
        result = low if low == high else f"{low} to {high}"
        lines.append(f"| {what} | {measure} | {len(values)} | {result} | {asked} |")
    return "\n".join([*lines, END])


def put_in_readme(text: str, shown: str) -> str:
    """Return a README with the summary in the place of the one that stands there."""
    before, rest = text.split(START)
    return before + shown + rest.split(END)[1]


def _asked(row: Row) -> str:
    if row.least is None:
        return f"at most {row.most}"
    return f"at least {row.least}" if row.most is None else f"{row.least} to {row.most}"


def passes(row: Row) -> bool:
    """Say whether a row is within what is asked of it."""
    low = row.least is None or row.value >= row.least
    return low and (row.most is None or row.value <= row.most)


def main() -> None:
    """Run the simulations and write both files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=REPLICATIONS)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    options = parser.parse_args()
    table = []
    for row in rows(options.replications):
        table.append(row)
        mark = "ok " if passes(row) else "OFF"
        print(f"{mark} {row.value:.3f}  {row.what}: {row.setting} ({row.measure})", flush=True)
    content = {
        "seed": SEED,
        "replications": options.replications,
        "rows": [{**row._asdict(), "value": round(row.value, 3)} for row in table],
    }
    text = json.dumps(content, indent=1, ensure_ascii=False)
    (options.folder / "method_table.json").write_text(text + "\n", encoding="utf-8")
    snippet = markdown(table, options.replications)
    (options.folder / "method_table.md").write_text(snippet, encoding="utf-8")
    if options.folder == FOLDER:
        readme = README.read_text(encoding="utf-8")
        shown = summary(table, options.replications)
        README.write_text(put_in_readme(readme, shown), encoding="utf-8")


if __name__ == "__main__":
    main()
