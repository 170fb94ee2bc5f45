"""Measures and pictures of the portal as it is served; run by `make bench` and `make captures`."""
