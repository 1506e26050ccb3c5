"""Runs scenarios: when things happen is decided here, who may act is always asked of the rulebook."""

ENGINE = 1
"""Raised whenever the same scenario and seed would give other results than before."""
