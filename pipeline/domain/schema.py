"""What a table schema is: named columns with a dtype and a meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

DType = Literal["string", "Int64", "Float64", "boolean"]

TEXT: DType = "string"
INT: DType = "Int64"
FLOAT: DType = "Float64"
BOOL: DType = "boolean"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, pandas dtype and meaning."""

    name: str
    dtype: DType
    meaning: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A named table schema."""

    name: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """Column names in order."""
        return [column.name for column in self.columns]

    def empty(self) -> pd.DataFrame:
        """Return a table of this schema without rows."""
        return self.conform(pd.DataFrame({name: [] for name in self.names}))

    def conform(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the columns of this schema, in order and with their dtypes.

        Parameters
        ----------
        frame
            Table with at least every required column; others are dropped.

        Raises
        ------
        ValueError
            If a required column is missing or holds a missing value.
        """
        result = pd.DataFrame(index=frame.index)
        for column in self.columns:
            if column.name not in frame:
                if not column.optional:
                    raise ValueError(f"table {self.name}: column {column.name} is missing")
                result[column.name] = pd.Series(pd.NA, index=frame.index, dtype=column.dtype)
                continue
            values = frame[column.name].astype(column.dtype)
            if not column.optional and values.isna().any():
                raise ValueError(f"table {self.name}: column {column.name} has empty cells")
            result[column.name] = values
        return result.reset_index(drop=True)
