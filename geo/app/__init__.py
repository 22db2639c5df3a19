"""The screen: Streamlit pages over `geo.study`. Pages hold no logic."""
