"""Scenario files to scenarios, with every defect at its place."""
