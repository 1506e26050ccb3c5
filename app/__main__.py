"""``python -m guiju``."""

from guiju.cli import main

main()
