"""Validation: one small function a rule, each a list of findings, none of which stops another."""
