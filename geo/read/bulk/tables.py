"""Big tables as Arrow record batches: Parquet by row groups, delimited text by blocks."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from geo.errors import InputError, MissingColumnError
from geo.words import _

__all__ = ["Table", "open_table"]

_BLOCK = 1 << 24  # bytes of text parsed at a time
_PARQUET = b"PAR1"
_ENCODINGS = ("utf-8-sig", "gb18030")
_SAMPLE = 1 << 20


@dataclass(frozen=True)
class Table:
    """A table that is read batch by batch.

    Attributes
    ----------
    path
        The file.
    schema
        Its columns; for text, names only.
    encoding
        Of text; empty for Parquet.
    """

    path: Path
    schema: pa.Schema
    encoding: str = ""

    def require(self, columns: list[str]) -> None:
        """Refuse a table that lacks one of the columns."""
        for column in columns:
            if column not in self.schema.names:
                raise MissingColumnError(
                    _(
                        "{source}: there is no column {column!r}; it has {columns}.",
                        source=self.path.name,
                        column=column,
                        columns=", ".join(self.schema.names[:20]),
                    )
                )

    def batches(self, columns: list[str], rows: int) -> Iterator[pa.RecordBatch]:
        """Yield the columns, about ``rows`` rows at a time.

        Raises
        ------
        InputError
            The file is damaged, or a cell is no number.
        """
        self.require(columns)
        try:
            yield from self._text(columns) if self.encoding else self._parquet(columns, rows)
        except (pa.ArrowInvalid, pa.ArrowTypeError, OSError, UnicodeDecodeError) as error:
            raise _damaged(self.path, error) from None

    def _parquet(self, columns: list[str], rows: int) -> Iterator[pa.RecordBatch]:
        with pq.ParquetFile(self.path, memory_map=True) as file:
            yield from file.iter_batches(rows, columns=columns, use_threads=True)

    def _text(self, columns: list[str]) -> Iterator[pa.RecordBatch]:
        reader = pc.open_csv(
            self.path,
            read_options=pc.ReadOptions(block_size=_BLOCK, encoding=self.encoding),
            convert_options=pc.ConvertOptions(
                include_columns=columns, column_types=dict.fromkeys(columns, pa.float64())
            ),
        )
        with closing(reader):
            yield from reader


def open_table(path: str | Path) -> Table:
    """Look at the columns of a Parquet or CSV file.

    Raises
    ------
    InputError
        There is no such file, or it is of neither kind, or damaged.
    """
    file = Path(path)
    if not file.is_file():
        raise InputError(_("There is no file {path}.", path=path))
    try:
        with file.open("rb") as stream:
            head = stream.read(len(_PARQUET))
        if head == _PARQUET:
            return Table(file, pq.read_schema(file, memory_map=True))
        encoding = _encoding(file)
        with file.open(encoding=encoding, newline="") as text:
            names = next(csv.reader(islice(text, 1)), [])
    except (pa.ArrowInvalid, OSError, UnicodeDecodeError, csv.Error) as error:
        raise _damaged(file, error) from None
    schema = pa.schema([(name.strip().removeprefix("\ufeff"), pa.string()) for name in names])
    return Table(file, schema, "utf-8" if encoding == "utf-8-sig" else encoding)


def _encoding(path: Path) -> str:
    """Tell UTF-8 from GB18030 by the first megabyte; its last, perhaps cut, line is left out."""
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE)
    sample = sample[: sample.rfind(b"\n") + 1] or sample
    for name in _ENCODINGS:
        try:
            sample.decode(name)
        except UnicodeDecodeError:
            continue
        return name
    raise InputError(
        _(
            "{source}: neither Parquet nor text in UTF-8 or GB18030. Save the list as "
            "GeoParquet or CSV.",
            source=path.name,
        )
    )


def _damaged(path: Path, error: Exception) -> InputError:
    return InputError(
        _(
            "{source}: the table cannot be read ({detail}). Write the file again, or put it "
            "through: xuanzhi check {source}",
            source=path.name,
            detail=" ".join(str(error).split())[:160],
        )
    )
