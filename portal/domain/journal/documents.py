"""What is published, sent and taken out: how the journal says it."""

from portal.domain.journal.nature import Nature

NATURES = {
    "document_publie": Nature(
        "Document publié", "Document publié[ : « <document> »].", "Un document est publié[ : « <document> »]."
    ),
    "document_lu": Nature("Document consulté", "Document consulté[ : « <document> »].", ""),
    "export": Nature("Export", "Export de candidatures[ : <nombre> lignes].", ""),
    "operation": Nature(
        "Envoi groupé",
        "Envoi groupé[ : <intitule>].",
        "Le service gestionnaire a traité votre candidature dans un envoi groupé[ : <intitule>].",
    ),
}
