"""Streamlit's own words, on tables above all, in the reader's language.

They have no option. A script on the page follows what Streamlit puts there and says a word of the
list in its place, only inside Streamlit's own toolbars, menus, tips and dialogs, and in the labels
of its own buttons and charts, which are read aloud: what a planner's list says is never touched,
nor the name of a file in such a label. It tells the browser the language too, names the frames of
maps, and keeps from being read aloud what would be English and stands beside in words: the names
of pictures ("verified icon") and the axes and marks of charts.
"""

from __future__ import annotations

import streamlit as st

from geo import words
from geo.words import N_, _

__all__ = ["translate"]

_WORDS = (
    N_("Show/hide columns"), N_("Select all"), N_("Download as CSV"), N_("Search"),
    N_("Fullscreen"), N_("Close fullscreen"), N_("Clear selection"), N_("Delete row(s)"),
    N_("Add row"), N_("Show data"), N_("Show chart"), N_("Sort ascending"), N_("Sort descending"),
    N_("Format"), N_("Statistics"), N_("Autosize"), N_("Pin column"), N_("Unpin column"),
    N_("Hide column"), N_("Automatic"), N_("Localized"), N_("Plain"), N_("Compact"), N_("Dollar"),
    N_("Euro"), N_("Yen"), N_("Percent"), N_("Scientific"), N_("Accounting"), N_("Duration"),
    N_("Distance"), N_("Calendar"), N_("Average"), N_("Median"), N_("Minimum"), N_("Maximum"),
    N_("Sum"), N_("Standard deviation"), N_("Distinct"), N_("Empty"), N_("Values"), N_("Range"),
    N_("Average length"), N_("Minimum length"), N_("Maximum length"), N_("No results"),
    N_("Previous Result"), N_("Next Result"), N_("Close Search"), N_("Copy column name"),
    N_("Remove {this}"), N_("Cancel upload of {this}"), N_("Add files"), N_("Clear all"),
    N_("Clear value"), N_("Open"), N_("Increment"), N_("Decrement"), N_("Type to search"),
    N_("Choose an option"), N_("Choose options"), N_("Choose or add an option"), N_("Add: {this}"),
    N_("Help for {this}"), N_("Sidebar"), N_("Collapse sidebar"), N_("Expand sidebar"),
    N_("App pages"), N_("Link to heading"), N_("file upload"), N_("Copy to clipboard"),
    N_("Copied!"), N_("Copy Vega-Lite spec"), N_("Download as PNG"), N_("Close"), N_("Dismiss"),
    N_("{this} options available."), N_("⚠️ Please fill out this cell."),
    N_("Show password"), N_("Hide password"), N_("Scroll tabs left"), N_("Scroll tabs right"),
    N_("Dataframe column menu"), N_("Selected values"), N_("Scrollable table"), N_("Running..."),
    N_("visualization"),
    # Dialogs, and the box of a fault:
    N_("Connection error"), N_("Page not found"),
    N_("Streamlit server is not responding. Are you connected to the internet?"),
    N_("Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your "
       "terminal:"),
    N_("The page that you have requested does not seem to exist. Running the app's main page."),
    N_("This app has encountered an error. The original error message is redacted to prevent data "
       "leaks. Full error details have been recorded in the logs (if you're on Streamlit Cloud, "
       "click on 'Manage app' in the lower right of your app)."),
)  # fmt: skip

_SCRIPT = """
const PLACES = [
  "stElementToolbar", "stTooltipContent", "stDataFrameColumnMenu", "stDataFrameStatisticsMenu",
  "stDataFrameColumnFormattingMenu", "stDataFrameColumnVisibilityMenu",
  "stDataFrameTooltipContent", "stDialog", "stException"
].map((name) => `[data-testid="${name}"]`).join() + ", .gdg-search-bar";
// Buttons in boxes whose texts are the planner's: only their labels are Streamlit's words.
const LABELLED = [
  "stFileUploader", "stMultiSelect", "stSelectbox", "stNumberInput", "stSidebarHeader",
  "stTextInput", "stCode", "stMultiSelectDropdown", "stSelectboxVirtualDropdown"
].map((name) => `[data-testid="${name}"] :is(button, input)`)
  .concat(["stSidebar", "stSidebarNav", "stExpandSidebarButton", "stTooltipHoverTarget"]
    .map((name) => `[data-testid="${name}"]`), '[data-testid="stHeaderActionElements"] a')
  .concat(["stTabs", "stMultiSelect", "stStatusWidget", "stMarkdown"]
    .map((name) => `[data-testid="${name}"] [aria-label]`), ".vega-embed").join();
// The choice that a reader types, the one of its list that is not the planner's; the only one where
// nothing fits. And how many fit, which is read aloud.
const TYPED = ["stSelectboxVirtualDropdown", "stMultiSelectDropdown"]
  .map((name) => `[data-testid="${name}"] [role="option"]`).concat('[role="log"] div').join();
const PICTURE = '[role="img"][aria-label$=" icon"], .vega-embed > svg';
const SLOT = "{this}";  // the name of a file, or a choice, in the middle of a label
const ATTRIBUTES = ["aria-label", "aria-roledescription", "title", "placeholder"];

const MAP = 'iframe[title^="streamlit_folium"], iframe[data-xuanzhi-map]';

export default function ({ data: { language, said, map } }) {
  const page = window.xuanzhiWords = window.xuanzhiWords || { said: {}, meant: {} };
  document.documentElement.lang = language;
  // What stands there in the language before goes back to Streamlit's word first.
  for (const [english, said] of Object.entries(page.said)) { page.meant[said] = english; }
  page.said = said;
  const say = (text) => {
    const word = text.trim(), english = page.meant[word] || word;
    return text.replace(word, () => page.said[english] || english);
  };
  const fill = (text, from, to) => {
    const [before, after] = from.split(SLOT);
    const fits = text.length >= before.length + after.length
      && text.startsWith(before) && text.endsWith(after);
    return fits && to.replace(SLOT, () => text.slice(before.length, text.length - after.length));
  };
  const translated = (text, words) => {
    for (const [from, to] of Object.entries(words).filter(([word]) => word.includes(SLOT))) {
      const filled = fill(text, from, to);
      if (filled) { return filled; }
    }
    return text;
  };
  const reworded = (now) => {
    const word = say(now);
    return word !== now ? word : translated(translated(now, page.meant), page.said);
  };
  const label = (button) => {
    for (const name of ATTRIBUTES) {
      const now = button.getAttribute(name), wanted = now && reworded(now);
      if (wanted !== now) { button.setAttribute(name, wanted); }
    }
  };
  const typed = (option) => {
    const texts = document.createTreeWalker(option, NodeFilter.SHOW_TEXT);
    const list = option.closest('[role="listbox"]');
    const isAlone = list && list.querySelectorAll('[role="option"]').length === 1;
    while (texts.nextNode()) {
      const node = texts.currentNode;
      for (const from of ["Add: {this}", "{this} options available."]) {
        const to = page.said[from], filled = to && fill(node.data, from, to);
        if (filled) { node.data = filled; }
      }
      if (isAlone && node.data === "No results" && say(node.data) !== node.data) {
        node.data = say(node.data);
      }
    }
  };
  const put = (place) => {
    for (const one of [place, ...place.querySelectorAll("*")]) {
      for (const name of ATTRIBUTES) {
        const now = one.getAttribute(name);
        if (now && say(now) !== now) { one.setAttribute(name, say(now)); }
      }
    }
    const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const node = texts.currentNode;
      if (node.data.trim() && say(node.data) !== node.data) { node.data = say(node.data); }
    }
  };
  const call = (frame) => {
    frame.dataset.xuanzhiMap = "";
    if (frame.title !== map) { frame.title = map; }
  };
  const look = (node) => {
    const box = node.nodeType === 1 ? node : node.parentElement;
    if (box) {
      (box.matches(PICTURE) ? [box] : box.querySelectorAll(PICTURE)).forEach(
        (one) => one.setAttribute("aria-hidden", "true"));
    }
    if (box) { (box.matches(MAP) ? [box] : box.querySelectorAll(MAP)).forEach(call); }
    const around = box && box.closest(PLACES);
    if (around) { put(around); } else if (box) { box.querySelectorAll(PLACES).forEach(put); }
    if (box && box.matches(LABELLED)) { label(box); }
    if (box) { box.querySelectorAll(LABELLED).forEach(label); }
    const option = box && box.closest(TYPED);
    if (option) { typed(option); } else if (box) { box.querySelectorAll(TYPED).forEach(typed); }
  };
  if (page.watch) { page.watch.disconnect(); }
  page.watch = new MutationObserver((changes) => {
    for (const change of changes) {
      (change.type === "childList" ? change.addedNodes : [change.target]).forEach(look);
    }
  });
  look(document.body);
  page.watch.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: ATTRIBUTES
  });
}
"""

_component = st.components.v2.component("xuanzhi_words", js=_SCRIPT)


def translate() -> None:
    """Have Streamlit's own words said in the reader's language on every page."""
    language = words.language()
    said = {} if language == "en" else {word: _(word) for word in _WORDS}
    _component(
        key="words",
        data={"language": language, "said": said, "map": _("Map")},
        height=1,
    )
