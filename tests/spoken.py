"""Every sentence the code says, and its translations."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

from babel.messages.pofile import read_po

import geo

ROOT = Path(geo.__file__).parent
CATALOGUES = sorted((ROOT / "words" / "zh").glob("*.po"))


def used():
    """Return sentence -> places where the code says it."""
    said = defaultdict(list)
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            first = call.args[:1] if name in ("_", "N_", "ask") else []
            units = [k.value for k in call.keywords if k.arg == "unit" and name == "ask"]
            for text in (*first, *units):
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    said[text.value].append(f"{path.relative_to(ROOT)}:{call.lineno}")
                elif name == "_" and isinstance(text, ast.JoinedStr | ast.BinOp):
                    said["<no constant sentence>"].append(f"{path.relative_to(ROOT)}:{call.lineno}")
    return dict(said)


def translated():
    """Return sentence -> catalogue -> translation."""
    found = defaultdict(dict)
    for path in CATALOGUES:
        with path.open("rb") as file:
            for message in read_po(file):
                if message.id:
                    found[str(message.id)][path.name] = str(message.string)
    return dict(found)


USED, TRANSLATED = used(), translated()
