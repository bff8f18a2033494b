"""`python -m ita_excel` is the command `ita-excel`."""

from ita_excel.cli import main

if __name__ == "__main__":
    main()
