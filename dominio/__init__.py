"""Python puro que comparten ``etl`` y ``portal``: sin Dagster, dbt ni Dash."""
