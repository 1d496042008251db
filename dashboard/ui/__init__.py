"""The dashboard: what a browser shows, in Streamlit."""
