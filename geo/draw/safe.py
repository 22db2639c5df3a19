"""Other people's words on a map: always text, never a program.

A firm's name passes four readers on its way to the screen: branca renders every script *again* as
a Jinja template, JavaScript reads string and template literals, the HTML parser looks for
``</script>``, and a popup is set as HTML. `text` is safe in the last, `literal` in the first three;
every word that is drawn goes through both.
"""

from __future__ import annotations

import html
import json
import unicodedata

import numpy as np
import pandas as pd

__all__ = ["literal", "text"]

LONGEST = 200
"""Characters of one name that are shown on a map."""

# html.escape leaves what JavaScript template literals (` $ \) and Jinja ({ }) would run.
_FURTHER = str.maketrans(
    {"$": "&#36;", "`": "&#96;", "\\": "&#92;", "{": "&#123;", "}": "&#125;", "\n": " "}
)
# The same for the JSON of whole layers; a JavaScript string reads \u007b as {.
_INSIDE_STRING = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&'`${}%#\u2028\u2029"})


def text(value: object, *, longest: int = LONGEST) -> str:
    """Turn any value into HTML that shows it as it is; nothing for a missing value.

    Parameters
    ----------
    value
        A name, a number, a missing value.
    longest
        Characters that are shown; the rest is cut and marked with an ellipsis.

    Examples
    --------
    >>> text("<b>${x}</b>")
    '&lt;b&gt;&#36;&#123;x&#125;&lt;/b&gt;'
    """
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return ""
    said = str(value)
    if len(said) > longest:
        said = said[:longest] + "…"
    # Control and direction-override characters could hide or reorder what is read.
    plain = "".join(
        c for c in said if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs")
    )
    return html.escape(plain).translate(_FURTHER)


def literal(data: object) -> str:
    """Write plain lists, dicts, numbers and texts as a JavaScript expression.

    No character that Jinja, a template literal or the HTML parser could take for its own is left
    in it; ``JSON.parse`` is also the fastest way into a browser.
    """
    inner = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f"JSON.parse({json.dumps(inner, ensure_ascii=False).translate(_INSIDE_STRING)})"
