/* Answers kept as they are typed.

   THE FORM (macro templates/ui/formulaire.html)
     <form method="post" action="…/onglets/<code>" data-sauvegarde="/inscriptions/<cle>/champs"
           data-candidature="<cle>" data-revision="12">
     Each input group carries data-champ="<key of the answer>", and data-declenche when other questions depend on it.
     Hidden inputs csrf_token and revision are kept up to date here, so that « Suivant » is never stale by our own doing.

   ONE REQUEST (form-encoded POST, one at a time, in order, the changes of the meantime together)
     revision=12 & cle=voie_acces & voie_acces=trois_ans & cle=domicile & domicile.code_postal=63000 & …
     A key named by `cle` without any value is an answer that was emptied. `revision` is the draft that the person saw.
   ANSWERS
     200 {revision, heure, actualiser}             kept; heure is shown as « 14 h 32 »; actualiser: other answers changed
                                                   elsewhere, the tab is asked again so that the page does not hide them
     409 {revision, conflits: [{cle, question, ici, ailleurs}]}
                                                   nothing was written: these keys changed elsewhere since `revision`,
                                                   to another value. Writing the same value is never a conflict.
                                                   `ici` and `ailleurs` are ready to read.
     422 {message}                                 unreadable: said, not sent again
     401                                           sign in in another tab; then GET /jeton-csrf gives {jeton}
     400, 403                                      a new token is asked once from /jeton-csrf
     404, 410 {message}                            the draft no longer takes answers: said, and nothing more is sent
     429, 5xx, no network                          sent again, after 2, 4, 8… 60 seconds, or when the network is back

   What is not yet sent lives in localStorage under the candidature, with the revision it was typed at, and is sent
   again by the next page of the same candidature. When an answer with data-declenche is kept, the element
   [data-actualise] hears « saisie:actualiser »: it asks the server for the tab again through htmx and merges the
   result into the page (saisie/fusion.js) without touching the input that has the focus. */

import { Affichage } from "./saisie/affichage.js";
import { Depot } from "./saisie/depot.js";
import { FileAttente } from "./saisie/file.js";
import { proteger } from "./saisie/fusion.js";
import { groupeDe, groupesDe, remplir, valeursDe } from "./saisie/groupes.js";

const PAUSE = 900;

const demarrer = (formulaire) => {
  if (formulaire.dataset.suivi) return;
  formulaire.dataset.suivi = "oui";
  const depot = new Depot(formulaire.dataset.candidature);
  const affichage = new Affichage(formulaire);
  const file = new FileAttente({ formulaire, depot, affichage });
  let minuterie = 0;
  let parti = false;

  const noter = (evenement, delai) => {
    const groupe = groupeDe(evenement.target, formulaire);
    if (!groupe) return;
    file.noter(groupe.dataset.champ, valeursDe(groupe), evenement.target.closest("[data-declenche]") !== null);
    clearTimeout(minuterie);
    minuterie = setTimeout(() => file.vider(), delai);
  };

  formulaire.addEventListener("input", (e) => noter(e, PAUSE));
  formulaire.addEventListener("change", (e) => noter(e, 0));

  // « Suivant » waits for what is on its way, then leaves with the right revision.
  formulaire.addEventListener("submit", async (evenement) => {
    if (parti || file.estVide()) return;
    evenement.preventDefault();
    evenement.stopImmediatePropagation();
    const bouton = evenement.submitter;
    await file.vider();
    if (!file.estVide()) return affichage.signaler();
    parti = true;
    formulaire.requestSubmit(bouton);
  }, { capture: true });

  window.addEventListener("online", () => file.reprendre());
  window.addEventListener("focus", () => file.reprendre());
  window.addEventListener("beforeunload", (evenement) => {
    if (!parti && !file.estVide()) evenement.preventDefault();
  });

  const apprendre = () => {
    for (const groupe of groupesDe(formulaire)) {
      if (!file.attend(groupe.dataset.champ)) file.connaitre(groupe.dataset.champ, valeursDe(groupe));
    }
  };
  apprendre();
  formulaire.addEventListener("htmx:afterSettle", apprendre);

  proteger((cle) => file.attend(cle));
  const oubliees = depot.lire();
  for (const [cle, { valeurs }] of Object.entries(oubliees)) remplir(formulaire, cle, valeurs);
  file.rejouer(oubliees);
};

const demarrerTous = () => document.querySelectorAll("form[data-sauvegarde]").forEach(demarrer);
demarrerTous();
document.addEventListener("htmx:afterSettle", demarrerTous);
