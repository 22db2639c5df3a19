"""The page that the bench serves: today's map of the city, and after a click a plan and its map."""

import streamlit as st

from bench.screen.city import QUESTION, city
from geo import words
from geo.app import cache, widgets
from geo.explain import covered_by, covered_today

st.set_page_config(layout="wide")
words.use("zh")


@st.cache_resource
def town():
    return city()


study = town()
if st.button("solve"):
    found = cache.proposal(study, QUESTION)
    widgets.show_map(
        cache.map_of_plan(found, density=False), key="plan", summary=covered_by(found.plan)
    )
else:
    widgets.show_map(
        cache.map_of_study(study, QUESTION, density=False),
        key="today",
        summary=covered_today(study, cache.coverage(study, QUESTION)),
    )
