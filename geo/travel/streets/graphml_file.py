"""The contents of a GraphML file; no entity is ever expanded, nothing is ever fetched."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

__all__ = ["GraphFile"]


@dataclass
class GraphFile:
    """Nodes, edges and facts of a graph, as they stand in the file.

    A document type is refused at its first word: graphs need none, and entity bombs do.

    Attributes
    ----------
    nodes
        Node name -> ``(x, y)`` in file coordinates.
    edges
        Attributes of each edge, its two nodes as ``u`` and ``v``.
    facts
        Attributes of the graph itself: ``crs``, ``created_with``, ...
    """

    nodes: dict[str, tuple[float, float]] = field(default_factory=dict)
    edges: list[dict[str, str]] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)
    _data: dict[str, str] = field(default_factory=dict)
    _key: str | None = None
    _is_inside: bool = False

    @classmethod
    def read(cls, path: Path) -> GraphFile:
        """Read a file.

        Raises
        ------
        ValueError
            The file is no XML, declares a document type, or is no graph.
        """
        found, parser = cls(), expat.ParserCreate()
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = found._open
        parser.EndElementHandler = found._close
        parser.CharacterDataHandler = found._text
        parser.buffer_text = True
        try:
            with path.open("rb") as file:
                parser.ParseFile(file)
        except expat.ExpatError as wrong:
            raise ValueError(str(wrong)) from wrong
        except KeyError as wrong:
            msg = f"line {parser.CurrentLineNumber}: {wrong} is missing"
            raise ValueError(msg) from wrong
        return found

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "key":
            self._keys[attributes["id"]] = attributes["attr.name"]
        elif tag == "node":
            self._data, self._is_inside = {"id": attributes["id"]}, True
        elif tag == "edge":
            self._data = {"u": attributes["source"], "v": attributes["target"]}
            self._is_inside = True
        elif tag == "data":
            self._key = self._keys[attributes["key"]]

    def _text(self, text: str) -> None:
        if self._key is not None:
            into = self._data if self._is_inside else self.facts
            into[self._key] = into.get(self._key, "") + text

    def _close(self, tag: str) -> None:
        if tag == "data":
            self._key = None
        elif tag == "node":
            x, y = float(self._data["x"]), float(self._data["y"])
            if not (math.isfinite(x) and math.isfinite(y)):
                msg = f"node {self._data['id']}: x={x}, y={y}"
                raise ValueError(msg)
            self.nodes[self._data["id"]] = (x, y)
            self._is_inside = False
        elif tag == "edge":
            self.edges.append(self._data)
            self._is_inside = False


def _refuse(*_doctype: object) -> None:
    msg = "<!DOCTYPE>"
    raise ValueError(msg)
