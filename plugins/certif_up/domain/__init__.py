"""What Certif-UP knows without a database: the shape of a NUC, who is the same person."""
