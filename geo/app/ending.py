"""The end of typing into a cell of a table: nothing that follows it at once may overtake it.

Streamlit's tables look a moment after each key whether typing has come to an end, and take in what
was typed only if the look after Enter or Tab is the first to find so. Where the browser was busy
and the key follows close upon a letter, the look after that letter is the first, and the cell is
lost though it stood there to be read. What was taken in is told to the server a moment later
still: a press of a button or a link that comes before leaves the page, or applies what was typed,
without it. There is no option: a script holds the key and the press back for so long.
"""

from __future__ import annotations

import streamlit as st

__all__ = ["guard_typing"]

_SCRIPT = """
const ENDS = ["Enter", "Tab"], EDITOR = "#portal .gdg-clip-region";
const LOOKED_MS = 5;  // timers that wait for nothing have run by then
const TOLD_MS = 150;  // Streamlit waits so long for further cells before it tells the server
const BEGUN_MS = 1200, MOST_MS = 4000;  // by when a run has begun; a longer one is not waited for
let hasTyped = false;
let end = null;  // of the typing that was ended last; null once the server has heard of it

const isRunning = () =>
  document.querySelector('[data-testid="stApp"]').dataset.testScriptState !== "notRunning";
const heard = () => new Promise((done) => {
  const from = performance.now();
  let hasRun = false;
  const look = () => {
    const ms = performance.now() - from, runs = isRunning();
    hasRun = hasRun || (runs && ms > TOLD_MS);
    if (ms > MOST_MS || (!runs && (hasRun || ms > BEGUN_MS))) { done(); } else {
      setTimeout(look, 20);
    }
  };
  look();
});
const ended = () => {
  if (!hasTyped) { return; }
  hasTyped = false;
  const mine = end = heard().then(() => { if (end === mine) { end = null; } });
};
const typed = (event) => {
  hasTyped = Boolean(event.target.closest("#portal")) || hasTyped;
};

const pressed = (event) => {
  const isOurs = event.isTrusted && !event.isComposing && event.keyCode !== 229;  // or a method's
  if (!isOurs || !ENDS.includes(event.key) || !event.target.closest(EDITOR)) { return; }
  event.preventDefault();
  event.stopImmediatePropagation();
  const { key, code, shiftKey, target } = event;
  setTimeout(() => target.dispatchEvent(new KeyboardEvent(
    "keydown", { key, code, shiftKey, bubbles: true, cancelable: true, composed: true }
  )), LOOKED_MS);
  ended();
};
const left = (event) => {
  if (event.target.closest("#portal")) { typed(event); } else if (document.querySelector(EDITOR)) {
    ended();
  }
};
const clicked = (event) => {
  const target = event.target.closest("a, button");
  if (!event.isTrusted || !end || !target || target.closest("#portal")) { return; }
  event.preventDefault();
  event.stopImmediatePropagation();
  end.then(() => target.click());
};

export default function () {
  if (window.xuanzhiEnding) { return; }
  window.xuanzhiEnding = true;
  window.addEventListener("input", typed, true);
  window.addEventListener("keydown", pressed, true);
  window.addEventListener("pointerdown", left, true);
  window.addEventListener("click", clicked, true);
}
"""

_component = st.components.v2.component("xuanzhi_ending", js=_SCRIPT)


def guard_typing() -> None:
    """Have tables take in what was typed into a cell, whatever is pressed next and how quickly."""
    _component(key="ending", height=1)
