"""Plan and results as open data."""
