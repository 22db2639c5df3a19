"""Entry point of the planner: ``streamlit run app.py``, or ``xuanzhi app``."""

import streamlit as st

from geo.app import frame

st.set_page_config(page_title="选址 xuanzhi", page_icon="📍", layout="wide")
frame.run()
