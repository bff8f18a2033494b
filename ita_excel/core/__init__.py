"""What every room speaks of: texts, values, errors, grid, findings."""
