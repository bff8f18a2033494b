"""`python -m ita_excel` is the command `ita-excel`."""

from ita_excel.cli import run

if __name__ == "__main__":
    run()
