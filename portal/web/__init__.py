"""What a browser reads and sends. One package per audience; audiences do not import each other."""
