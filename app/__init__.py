"""guiju (规矩): authority rules that can be proved."""
