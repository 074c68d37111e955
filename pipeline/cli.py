"""The command ``vertellen``: parse, call, print."""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from pipeline import console
from pipeline.domain import Problem, Severity, UserError
from pipeline.domain.readers import Role
from pipeline.text import Language, problem_sentence, texts

USER_MISTAKE = 2
OUR_MISTAKE = 1

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Tellen & Vertellen: verhalen coderen, thema's tellen en naast cijfers leggen.",
)
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

StudyFolder = Annotated[Path, typer.Argument(help="Map van de studie (met study.toml).")]
Reader = Annotated[
    Role, typer.Option("--role", help="Voor wie; alleen een onderzoeker ziet alles precies.")
]
Port = Annotated[int, typer.Option(help="Poort op deze computer.", min=1, max=65535)]


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="Nieuwe map voor de studie.")],
    title: Annotated[str, typer.Option(help="Titel van de studie.")] = "",
) -> None:
    """Maak een lege studie met een startcodeboek."""
    from pipeline.run.scaffold import new_study

    study = new_study(folder, title)
    out.print(texts("nl")("cli.new.done", folder=study.folder), markup=False)


@app.command()
def check(folder: StudyFolder = Path()) -> None:
    """Kijk de invoer na voordat er iets wordt berekend."""
    from pipeline.run.inputs import check as check_study
    from pipeline.store import open_study

    study = open_study(folder)
    problems = check_study(study)
    console.show_problems(out, problems, study.settings.study.language)
    if any(problem.severity is Severity.BLOCKS for problem in problems):
        raise typer.Exit(USER_MISTAKE)


@app.command()
def run(folder: StudyFolder = Path()) -> None:
    """Reken de studie door; wat niet veranderde, wordt niet opnieuw gedaan."""
    _run(folder)


@app.command()
def demo(folder: StudyFolder = Path("corpus"), port: Port = 8501) -> None:
    """Reken de studie door en open haar in de browser."""
    _run(folder)
    _serve(folder, port)


@app.command()
def explore(folder: StudyFolder = Path(), port: Port = 8501, role: Reader = Role.BOARD) -> None:
    """Open de studie in de browser, alleen op deze computer."""
    _serve(folder, port, role)


@app.command()
def report(
    folder: StudyFolder = Path(),
    to: Annotated[Path | None, typer.Option("--out", help="Bestand voor het rapport.")] = None,
    form: Annotated[
        str, typer.Option("--as", help="html, onepage (één pagina), docx (Word) of slides (dia's).")
    ] = "html",
    role: Reader = Role.BOARD,
) -> None:
    """Maak een rapport in één bestand, met de woorden achter elk getal."""
    from pipeline.run.reporting import write_report
    from pipeline.store import open_study

    study = open_study(folder)
    path = write_report(study, to, form, role)
    out.print(texts(study.settings.study.language)("cli.report.done", file=path), markup=False)


@app.command()
def evaluate(
    folder: StudyFolder = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Alle cijfers als JSON.")] = False,
    curve: Annotated[
        bool, typer.Option("--learning-curve", help="Meet ook de leercurve (duurt langer).")
    ] = False,
) -> None:
    """Toon hoe goed de machine codeert, gemeten op verhalen die zij niet zag."""
    from pipeline.console_evaluation import evaluation_record, show_evaluation
    from pipeline.store import Results, open_study

    study = open_study(folder)
    results, measured = Results(study), None
    if curve:
        from pipeline.run.sample import learning_curve

        measured = learning_curve(study)
    if as_json:
        typer.echo(json.dumps(evaluation_record(results, measured), ensure_ascii=False))
    else:
        show_evaluation(out, results, study.settings.study.language, measured)


@app.command()
def sample(
    folder: StudyFolder = Path(),
    size: Annotated[int, typer.Option(help="Aantal verhalen.", min=1)] = 30,
    by: Annotated[str, typer.Option(help="Kolom om naar te verdelen, zoals wijk.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Trek opnieuw.")] = False,
) -> None:
    """Trek een steekproef van verhalen om blind te coderen; de machine leert er nooit van."""
    from pipeline.run.sample import draw_sample
    from pipeline.store import open_study

    study = open_study(folder)
    drawn = draw_sample(study, size, by, again)
    language = study.settings.study.language
    out.print(texts(language)("evaluate.sample_done", count=len(drawn)), markup=False)


@app.command()
def plan(
    folder: StudyFolder = Path(),
    margin: Annotated[
        float, typer.Option(help="Gewenste marge: 0.05 is vijf procentpunt.", min=0.005, max=0.5)
    ] = 0.05,
) -> None:
    """Toon hoeveel verhalen mensen nog moeten lezen voor een marge van zoveel."""
    from pipeline.console_margins import show_plan
    from pipeline.run.margins import margin_plan
    from pipeline.store import open_study

    study = open_study(folder)
    show_plan(out, study, margin_plan(study, margin), margin)


@app.command()
def nulproef(
    folder: StudyFolder = Path(),
    runs: Annotated[int, typer.Option(help="Aantal keer husselen.", min=20, max=5000)] = 200,
) -> None:
    """Hussel de cijfers en tel hoeveel er bij toeval gevonden zou zijn."""
    from pipeline.console_margins import show_null_trial
    from pipeline.run.margins import null_trial
    from pipeline.store import open_study

    study = open_study(folder)
    show_null_trial(out, null_trial(study, runs), study.settings.study.language)


@app.command()
def models(folder: StudyFolder = Path()) -> None:
    """Toon welke taalmodellen en coders er zijn en welke deze studie gebruikt."""
    from pipeline.coding import coder_names
    from pipeline.model_registry import list_models
    from pipeline.store import open_study

    settings = open_study(folder).settings if (folder / "study.toml").exists() else None
    wishes = settings.language if settings else None
    there = list_models(wishes.pipeline, wishes.vectors) if wishes else list_models()
    console.show_models(out, there, "nl")
    console.show_coders(out, coder_names(), settings.coding.coder if settings else "", "nl")


@app.command()
def code(
    files: Annotated[list[Path], typer.Argument(help="Bestanden met verhalen.")],
    study: Annotated[
        Path | None, typer.Option(help="Studie waarvan codeboek en coderingen gelden.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Eén JSON-object per passage, elk op een regel.")
    ] = False,
    to: Annotated[Path | None, typer.Option("--out", help="Tabel (csv) om te schrijven.")] = None,
    coder: Annotated[
        str, typer.Option(help="builtin, llm of sentence_transformer; leeg: die van de studie.")
    ] = "",
    model: Annotated[
        str, typer.Option(help="Naam van het taalmodel, of naam of map van een ander model.")
    ] = "",
    endpoint: Annotated[str, typer.Option(help="Adres van het taalmodel, tot en met /v1.")] = "",
) -> None:
    """Stel thema's voor bij de passages van losse bestanden."""
    from pipeline.run.code_files import code_files, codings_frame
    from pipeline.store import open_study

    chosen = open_study(study) if study else None
    rows, problems = code_files(files, chosen, coder, model, endpoint)
    _show_blocking(tuple(problems), "nl")
    if as_json:
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False))
    elif to is None:
        console.show_coded(out, rows, "nl")
    if to is not None:
        table = codings_frame(rows)
        table.to_csv(to, index=False)
        err.print(texts("nl")("cli.code.done", count=len(table), file=to), markup=False)


@app.command()
def forget(
    participant: Annotated[str, typer.Argument(help="Code van de verteller.")] = "",
    folder: StudyFolder = Path(),
    turns: Annotated[
        list[str] | None,
        typer.Option("--turns", help="GESPREK=NAAM: beurten in een gesprek met anderen."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Vraag niet om bevestiging.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Toon alleen wat weggaat.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Maak af wat begonnen was.")] = False,
) -> None:
    """Haal een verteller uit de studie, en uit alles wat ervan gemaakt is."""
    from pipeline.cli_forget import forget_participant
    from pipeline.store import open_study

    if resume and participant:
        participant, folder = "", Path(participant)
    study = open_study(folder)
    if not forget_participant(study, participant, turns or [], yes, dry_run, out):
        raise typer.Exit(USER_MISTAKE)


def _run(folder: Path) -> None:
    from pipeline.run.main import run as run_study
    from pipeline.store import open_study

    study = open_study(folder)
    language = study.settings.study.language
    with console.ProgressBars(err, language) as bars:
        results = run_study(study, bars)
    console.show_summary(out, results, language)


def _serve(folder: Path, port: int, role: Role = Role.BOARD) -> None:
    from pipeline.serve import serve
    from pipeline.store import open_study

    study = open_study(folder)
    language = study.settings.study.language
    address = f"http://localhost:{port}"
    out.print(texts(language)("cli.explore.address", address=address), markup=False)
    serve(study, port, role)


def main() -> None:
    """Run the command; a user's mistake ends with 2 and a sentence, never with a traceback."""
    try:
        app()
    except UserError as error:
        _show_blocking(error.problems, "nl")
        sys.exit(USER_MISTAKE)
    except Exception as error:
        # The message of an unforeseen error may hold story text: only its kind is shown.
        if os.environ.get("VERTELLEN_DEBUG"):
            traceback.print_exc()
        err.print(texts("nl")("cli.unexpected", kind=type(error).__name__), markup=False)
        sys.exit(OUR_MISTAKE)


def _show_blocking(problems: tuple[Problem, ...], language: Language) -> None:
    for problem in problems:
        err.print(problem_sentence(problem, language), markup=False, soft_wrap=True)
