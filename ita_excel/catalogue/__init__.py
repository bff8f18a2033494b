"""Facts of the domain as data files: OIT items by year, indicators, provinces, districts."""
