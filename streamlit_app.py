"""What `streamlit run` finds by itself; the dashboard is in dashboard/ui."""

from dashboard.ui.app import show

show()
