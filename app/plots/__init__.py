"""Figures of simulated runs, as PNG and SVG; matplotlib is imported inside functions only."""
