"""What a candidate asks about a NUC."""
