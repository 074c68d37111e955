"""What an answer must look like: a strict form for the server, a check of our own for what came."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator

from pipeline.coding.llm.prompt import Prompt, Shape

Schema = dict[str, Any]


def _object(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def request_schema(prompt: Prompt, passages: int) -> Schema:
    """Return the schema that the server is asked to keep to: these ids, these themes."""
    themes: Schema = {"type": "string", "enum": list(prompt.themes)}
    found = _object({"theme": themes, "evidence": {"type": "string"}})
    fields: Schema = {
        "id": {"type": "string", "enum": [str(number + 1) for number in range(passages)]}
    }
    if prompt.shape == "each":
        fields["decisions"] = _object({theme: {"type": "boolean"} for theme in prompt.themes})
    fields["themes"] = {"type": "array", "items": found, "maxItems": len(prompt.themes)}
    every = {
        "type": "array",
        "items": _object(fields),
        "minItems": passages,
        "maxItems": passages,
    }
    return _object({"passages": every})


TOP = Draft202012Validator(
    {
        "type": "object",
        "properties": {"passages": {"type": "array"}},
        "required": ["passages"],
    }
)
"""The whole answer. Its passages are checked one by one, so that a wrong one costs no other."""

_THEME: Schema = {
    "type": "object",
    "properties": {"theme": {"type": "string"}, "evidence": {"type": "string"}},
    "required": ["theme", "evidence"],
}
_ITEM: Schema = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "themes": {"type": "array", "items": _THEME},
    },
    "required": ["id", "themes"],
}
_DECIDED: Schema = {
    **_ITEM,
    "properties": {
        **_ITEM["properties"],
        "decisions": {"type": "object", "additionalProperties": {"type": "boolean"}},
    },
    "required": ["id", "themes", "decisions"],
}
ITEMS: dict[Shape, Draft202012Validator] = {
    "list": Draft202012Validator(_ITEM),
    "each": Draft202012Validator(_DECIDED),
}
"""One passage of an answer. Names of themes are left free: invented ones are dropped, counted."""

_SPAN: Schema = {
    "type": "array",
    "prefixItems": [{"type": "integer", "minimum": 0}, {"type": "integer", "minimum": 1}],
    "minItems": 2,
    "maxItems": 2,
}
STORED = Draft202012Validator(
    _object(
        {
            "spans": {"type": "object", "additionalProperties": _SPAN},
            "refused": {"type": "array", "items": {"type": "string"}},
            "invented": {"type": "integer", "minimum": 0},
            "chances": {
                "type": "object",
                "additionalProperties": {"type": "number", "minimum": 0, "maximum": 1},
            },
        }
    )
)
"""An answer as the cache keeps it: places and numbers, no text of a story."""
