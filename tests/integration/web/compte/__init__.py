"""The screens of accounts, each statement of the guides by its number."""
