"""The file that Streamlit's own tables hand out: a spreadsheet runs nothing of it.

The button of a table writes its cells as they are, so that a firm called ``=HYPERLINK(..)`` would
be a formula; there is no option but to have no such button. It hands each row of the file to the
browser's dialog for saving, which it asks for by name when it is first pressed: a script stands in
its place, writes rows as `geo.export.csv` does, and hands them on to the dialog, or to a link
where a browser has none.
"""

from __future__ import annotations

import streamlit as st

__all__ = ["guard_tables"]

_SCRIPT = r"""
const FORMULA = /^[=+\-@\t\r]/, NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const CELL = /"(?:[^"]|"")*"|[^,\n"]+/g;

const harmless = (cell) => {
  const text = cell.replace(/^"/, "");
  if (!FORMULA.test(text) || NUMBER.test(text)) { return cell; }
  return cell === text ? `'${text}` : `"'${text}`;
};
const row = (bytes) => {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  return new TextEncoder().encode(text.replace(CELL, harmless));
};
const linked = (name) => ({
  createWritable: async () => {
    const parts = [];
    return {
      write: async (bytes) => { parts.push(bytes); },
      close: async () => {
        const link = document.createElement("a");
        link.href = URL.createObjectURL(new Blob(parts, { type: "text/csv;charset=utf-8" }));
        link.download = name;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 60000);
      }
    };
  }
});
const chosen = async (dialog, options) => {
  if (!dialog) { return linked(options.suggestedName); }
  try {
    return await dialog.call(window, options);
  } catch (error) {
    if (error.name === "AbortError") { throw error; }  // the visitor changed their mind
    return linked(options.suggestedName);
  }
};

export default function () {
  if (window.xuanzhiHarmless) { return; }
  window.xuanzhiHarmless = true;
  const dialog = window.showSaveFilePicker;
  window.showSaveFilePicker = async (options) => {
    const file = await chosen(dialog, options);
    return {
      createWritable: async () => {
        const out = await file.createWritable();
        return { write: (bytes) => out.write(row(bytes)), close: () => out.close() };
      }
    };
  };
}
"""

_component = st.components.v2.component("xuanzhi_harmless", js=_SCRIPT)


def guard_tables() -> None:
    """Have the tables of every page hand out files of which a spreadsheet runs nothing."""
    _component(key="harmless", height=1)
