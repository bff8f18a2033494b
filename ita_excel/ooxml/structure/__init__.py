"""What changes the structure of a workbook: columns and sheets that come, names, validations."""
