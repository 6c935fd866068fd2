"""Lo publicado, para llevárselo: una tabla en Parquet."""
