"""Word templates that an office may copy and change (`ita-excel templates copy`)."""
