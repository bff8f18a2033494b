"""The three instruments of the assessment: who is asked, or what is looked at."""

INTERNAL = "IIT"  # the agency's own people are asked
EXTERNAL = "EIT"  # those who use its services
OPEN_DATA = "OIT"  # its website is inspected
INSTRUMENTS = (INTERNAL, EXTERNAL, OPEN_DATA)
