"""What an uploaded file really is. Nothing hostile is parsed in the calling process.

`signatures`, `archive_zip` and `conteneur_ole` recognise a format from a few bounded reads; `pdf`, `image`,
`assemblage` and `rendu` decode, in a child process started by `processus`, without secrets and with little
memory and time.
"""

from portal.adapters.inspection.inspection import Inspection, InspectionIsolee, inspection_sur_place

__all__ = ["Inspection", "InspectionIsolee", "inspection_sur_place"]
