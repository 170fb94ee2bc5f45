"""The tables of Certif-UP; their names start with certif_up_."""
