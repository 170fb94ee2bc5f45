/* What the reader sees of the saving: the state of [data-etat-sauvegarde], and a notice near a field in conflict. */

import { groupeDeCle } from "./groupes.js";

const TEXTES = {
  cours: "Enregistrement…",
  hors_ligne: "Hors connexion\u00a0: vos réponses sont gardées sur cet appareil.",
  serveur: "Le service ne répond pas\u00a0: vos réponses sont gardées sur cet appareil, nouvel essai dans un instant.",
  conflit: "Une réponse a aussi été changée ailleurs\u00a0: choisissez laquelle garder.",
  deconnecte: "Vous avez été déconnecté. Vos réponses sont gardées sur cet appareil.",
};
const TONS = { cours: "cours", ok: "ok", hors_ligne: "attente", serveur: "attente", conflit: "attente", deconnecte: "attente" };

const creer = (balise, proprietes = {}, ...enfants) => {
  const element = Object.assign(document.createElement(balise), proprietes);
  element.append(...enfants);
  return element;
};

export class Affichage {
  constructor(formulaire) {
    this.formulaire = formulaire;
    this.etat = formulaire.querySelector("[data-etat-sauvegarde]");
  }

  /** Only what asks for attention is read aloud: a voice at each answer would cover the next question. */
  montrer(nom, texte = TEXTES[nom], lien = null) {
    if (!this.etat) return;
    const ton = TONS[nom] ?? "erreur";
    this.etat.setAttribute("aria-live", ton === "attente" || ton === "erreur" ? "polite" : "off");
    this.etat.dataset.ton = ton;
    this.etat.replaceChildren(texte, ...(lien ? [lien] : []));
  }

  garde(heure) {
    this.montrer("ok", `✓ Réponses gardées${heure ? ` à ${heure}` : ""}`);
  }

  deconnecte() {
    const lien = creer("a", { href: "/connexion", target: "_blank", rel: "noopener", textContent: "Reconnectez-vous dans un nouvel onglet" });
    this.montrer("deconnecte", `${TEXTES.deconnecte} `, lien);
  }

  /** « Suivant » was pressed although something is not sent: bring the reason into view. */
  signaler() {
    const conflit = this.formulaire.querySelector(".conflit");
    (conflit ?? this.etat)?.scrollIntoView({ block: "center" });
    conflit?.querySelector("button")?.focus();
  }

  conflit({ cle, question, ici, ailleurs }, garder, prendre) {
    this.leverConflit(cle);
    const bouton = (texte, action) =>
      creer("button", { type: "button", className: "bouton bouton--petit", textContent: texte, onclick: action });
    const notice = creer(
      "div",
      { className: "conflit", id: `conflit-${cle.replaceAll(".", "-")}` },
      creer("p", {}, creer("strong", { textContent: `«\u00a0${question}\u00a0» a aussi été changé ailleurs.` })),
      creer(
        "dl",
        {},
        creer("dt", { textContent: "Ici" }),
        creer("dd", { textContent: ici || "Aucune réponse" }),
        creer("dt", { textContent: "Ailleurs" }),
        creer("dd", { textContent: ailleurs || "Aucune réponse" }),
      ),
      creer("div", { className: "rangee" }, bouton("Garder ma réponse", garder), bouton("Prendre l'autre", prendre)),
    );
    notice.setAttribute("role", "alert");
    (groupeDeCle(this.formulaire, cle) ?? this.etat ?? this.formulaire).append(notice);
    this.montrer("conflit");
  }

  leverConflit(cle) {
    document.getElementById(`conflit-${cle.replaceAll(".", "-")}`)?.remove();
  }
}
