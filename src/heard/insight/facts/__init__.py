"""Facts in columns: what the database knows, as Parquet files that a question can sweep over."""
