"""A fitted coder as plain arrays, and back: no code in the file, so a model is safe to open.

One ``.npz`` per coder. Vocabularies are texts with a feature per line; features that the model
does not use are left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from pipeline.coding.builtin import BuiltinCoder
from pipeline.coding.calibration import Sigmoids
from pipeline.coding.features import BAGS, Features, Scaling, Vocabulary
from pipeline.coding.lexicon import default_lexicon
from pipeline.coding.linear import Linear
from pipeline.domain import Problem, Severity, UserError

FORMAT = 1
Arrays = dict[str, np.ndarray]


def to_arrays(coder: BuiltinCoder) -> Arrays:
    """Return a coder without its prior as arrays that ``numpy.savez_compressed`` can keep.

    Weights are kept in half precision: far finer than they are known.
    """
    scaling, linear = coder.features.scaling, coder.linear
    starts = scaling.starts
    arrays: Arrays = {"meta": _text(json.dumps({"format": FORMAT, "themes": coder.themes}))}
    kept_weights = []
    for number, vocabulary in enumerate(coder.features.vocabulary.bags):
        part = linear.weights[starts[number] : starts[number + 1]]
        keep = scaling.idf[number] > 0
        names = np.array(list(vocabulary), dtype=object)[keep]
        arrays[f"vocabulary_{number}"] = _text("\n".join(names))
        arrays[f"idf_{number}"] = scaling.idf[number][keep].astype(np.float32)
        kept_weights.append(part[keep])
    kept_weights.append(linear.weights[starts[len(BAGS)] :])
    return arrays | {
        "situations": _text("\n".join(default_lexicon().names)),
        "bag_weights": np.array(scaling.bag_weights),
        "situation": scaling.situation,
        "surface": scaling.surface,
        "surface_mean": scaling.surface_mean,
        "weights": np.concatenate(kept_weights).astype(np.float16),
        "prior_shares": linear.prior_shares,
        "intercepts": linear.intercepts,
        "fitted": linear.fitted,
        "slopes": coder.sigmoids.slopes,
        "offsets": coder.sigmoids.offsets,
        "thresholds": coder.thresholds,
        "sure": np.array(coder.sure),
        "n_present": coder.n_present,
    }


def from_arrays(arrays: Mapping[str, np.ndarray], prior: BuiltinCoder | None) -> BuiltinCoder:
    """Return the coder that ``to_arrays`` took apart.

    Raises
    ------
    ValueError
        If the arrays are of another format, or of a lexicon with other situations.
    """
    meta = json.loads(_untext(arrays["meta"]))
    if meta["format"] != FORMAT:
        raise ValueError(f"format {meta['format']}, expected {FORMAT}")
    if _untext(arrays["situations"]).split("\n") != list(default_lexicon().names):
        raise ValueError("made with another lexicon")
    bags = tuple(
        {name: column for column, name in enumerate(_lines(arrays[f"vocabulary_{number}"]))}
        for number in range(len(BAGS))
    )
    scaling = Scaling(
        tuple(arrays[f"idf_{number}"].astype(float) for number in range(len(BAGS))),
        tuple(arrays["bag_weights"].tolist()),
        arrays["situation"],
        arrays["surface"],
        arrays["surface_mean"],
    )
    linear = Linear(
        arrays["weights"].astype(float),
        arrays["prior_shares"],
        arrays["intercepts"],
        arrays["fitted"],
    )
    return BuiltinCoder(
        tuple(meta["themes"]),
        Features(Vocabulary(bags), scaling),
        linear,
        Sigmoids(arrays["slopes"], arrays["offsets"]),
        arrays["thresholds"],
        float(arrays["sure"]),
        arrays["n_present"],
        prior,
    )


def read_coder(path: Path, prior: BuiltinCoder | None = None) -> BuiltinCoder:
    """Read a coder from an ``.npz`` file.

    Raises
    ------
    UserError
        If the file is no coder of this version of the program.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return from_arrays({name: arrays[name] for name in arrays.files}, prior)
    except (OSError, KeyError, ValueError) as error:
        problem = Problem(
            "coding.model_unreadable", Severity.BLOCKS, path.name, values={"detail": str(error)}
        )
        raise UserError(problem) from error


def _text(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)


def _untext(array: np.ndarray) -> str:
    return array.tobytes().decode("utf-8")


def _lines(array: np.ndarray) -> list[str]:
    text = _untext(array)
    return text.split("\n") if text else []
