/* Files sent from « Mes justificatifs » with a bar each. The forms work without this script: same addresses.

   THE FORM  <form data-televersement data-taille="5242880" data-formats="pdf png" data-page="/justificatifs/<cle>">
     holds <input type="file" name="fichiers" multiple>, in [data-depot] where files may be dropped.
   ONE SENDING = one POST of the form (multipart), header X-Televersement. Photos chosen together leave together:
     the server makes one PDF of them. Other files leave one by one, one after the other.
   ANSWERS   200 {deposes: [noms], ecartes: []} · 422 {deposes, ecartes: [{nom, message}]} or {message}
             401 sign in elsewhere, then « Réessayer » · 400, 403 a new token is asked once from /jeton-csrf
             413, 507, 5xx, no network: said, and « Réessayer » sends the same file, which is kept here.
   When nothing is left to send, #justificatifs is asked again and put in place; what was refused stays said. */

import { Ligne } from "./televersement/ligne.js";
import { decouper, tropLourd } from "./televersement/lots.js";
import { envoyer } from "./televersement/envoi.js";

const attente = [];
let enCours = false;
let garde = false;

const rafraichir = async (page) => {
  const gardees = [...document.querySelectorAll("[data-envois]")]
    .filter((liste) => liste.childElementCount)
    .map((liste) => [liste.closest("[id]").id, [...liste.children]]);
  await window.htmx.ajax("GET", page, { target: "#justificatifs", select: "#justificatifs", swap: "outerHTML" });
  for (const [id, lignes] of gardees) document.getElementById(id)?.querySelector("[data-envois]")?.append(...lignes);
  preparer(document);
};

const suivant = async () => {
  if (enCours || !attente.length) return;
  enCours = true;
  const { ligne, donnees, adresse, page } = attente.shift();
  garde = (await envoyer(adresse, donnees(), ligne)) || garde;
  enCours = false;
  if (garde && !attente.length) {
    garde = false;
    await rafraichir(page);
  }
  suivant();
};

const mettreEnFile = (formulaire, fichiers, liste) => {
  const { page, formats } = formulaire.dataset;
  const champs = new FormData(formulaire);
  champs.delete("fichiers");
  for (const lot of decouper(fichiers, formats)) {
    const donnees = () => {
      const corps = new FormData();
      for (const [nom, valeur] of champs) corps.append(nom, valeur);
      for (const fichier of lot) corps.append("fichiers", fichier, fichier.name);
      return corps;
    };
    const ligne = new Ligne(liste, lot);
    const envoi = { ligne, donnees, adresse: formulaire.action, page };
    const refus = tropLourd(lot, Number(formulaire.dataset.taille));
    ligne.surReprise(() => {
      attente.push(envoi);
      suivant();
    });
    if (refus) ligne.refuser(refus);
    else attente.push(envoi);
  }
  suivant();
};

const listeDe = (formulaire) =>
  (formulaire.closest(".piece") ?? formulaire.closest(".carte") ?? formulaire).querySelector("[data-envois]") ?? ajouterListe(formulaire);

const ajouterListe = (formulaire) => {
  const liste = document.createElement("div");
  liste.dataset.envois = "";
  liste.setAttribute("aria-live", "polite");
  formulaire.append(liste);
  return liste;
};

const partir = (formulaire) => {
  const saisie = formulaire.querySelector("input[type=file]");
  if (!saisie.files.length || !formulaire.reportValidity()) return;
  const fichiers = [...saisie.files];
  saisie.value = "";
  mettreEnFile(formulaire, fichiers, listeDe(formulaire));
  formulaire.closest("dialog")?.close();
};

const accueillirLeGlisser = (zone, saisie) => {
  const marquer = (oui) => zone.classList.toggle("depot--survol", oui);
  zone.addEventListener("dragover", (e) => {
    e.preventDefault();
    marquer(true);
  });
  zone.addEventListener("dragleave", () => marquer(false));
  zone.addEventListener("drop", (e) => {
    e.preventDefault();
    marquer(false);
    if (e.dataTransfer?.files.length) saisie.files = e.dataTransfer.files;
  });
};

const photographier = (bouton, formulaire) => {
  bouton.hidden = false;
  bouton.addEventListener("click", () => {
    const saisie = formulaire.querySelector("input[type=file]");
    saisie.setAttribute("capture", "environment");
    saisie.dataset.accept = saisie.accept;
    saisie.accept = "image/jpeg";
    const choix = formulaire.querySelector("input[name=choix]:not(:checked)") && !formulaire.querySelector("input[name=choix]:checked");
    const apres = () => {
      saisie.removeAttribute("capture");
      saisie.accept = saisie.dataset.accept;
      if (choix) formulaire.closest("dialog").showModal();
      else if (saisie.files.length) partir(formulaire);
    };
    saisie.addEventListener("change", apres, { once: true });
    saisie.addEventListener("cancel", () => saisie.removeEventListener("change", apres), { once: true });
    saisie.click();
  });
};

const preparer = (racine) => {
  const tactile = matchMedia("(pointer: coarse)").matches;
  for (const formulaire of racine.querySelectorAll("form[data-televersement]:not([data-pret])")) {
    formulaire.dataset.pret = "oui";
    const zone = formulaire.querySelector("[data-depot]");
    accueillirLeGlisser(zone, formulaire.querySelector("input[type=file]"));
    if (!tactile) zone.querySelector("[data-avec-script]").hidden = false;
    formulaire.addEventListener("submit", (e) => {
      e.preventDefault();
      partir(formulaire);
    });
    const bouton = racine.querySelector(`[data-photo="${formulaire.closest("dialog")?.id}"]`);
    if (bouton && tactile) photographier(bouton, formulaire);
  }
};

preparer(document);
document.addEventListener("htmx:afterSettle", () => preparer(document));
window.addEventListener("beforeunload", (e) => {
  if (enCours || attente.length) e.preventDefault();
});
