"""From the bytes of a YAML file to the tree: what portal.domain.langage.source is made of."""
