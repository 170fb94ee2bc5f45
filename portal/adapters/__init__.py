"""The outside of the portal: clock, mail, PDF, files, reference data. Each has an in-memory twin."""
