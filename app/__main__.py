"""The way in: ``guiju`` and ``python -m guiju``."""

import sys


def run() -> None:
    """Run the command line; an interruption while it is still loading ends it quietly, too."""
    try:
        from guiju.cli import main

        main()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    run()
