"""What Certif-UP does besides the core: the verbs of its people."""
