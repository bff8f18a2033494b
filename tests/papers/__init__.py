"""Every paper of agencies of five kinds, over years, rounds, shares done and pairs: `python -m tests.papers`."""
