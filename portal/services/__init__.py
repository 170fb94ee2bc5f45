"""The verbs of the portal: one public function is one transaction. Nothing here knows Flask."""
