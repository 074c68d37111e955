"""The pages in the browser. Streamlit lives here and nowhere else."""
