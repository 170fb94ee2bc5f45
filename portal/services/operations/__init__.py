"""What can be done to many candidatures at once: one module per kind, and how an operation goes on."""
