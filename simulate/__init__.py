"""Runs scenarios: when things happen is decided here, who may act is always asked of the rulebook."""
