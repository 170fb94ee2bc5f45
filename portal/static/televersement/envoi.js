/* One POST with its progress. Resolves to true when the server kept something. */

const COUPURE = "Le réseau s'est coupé\u00a0: votre fichier est toujours là.";
const PHRASES = {
  401: "Votre connexion est terminée. Connectez-vous dans un autre onglet, puis réessayez.",
  413: "Cet envoi dépasse la taille acceptée.",
  507: "Le portail n'a plus de place pour l'instant\u00a0: rien n'est perdu, réessayez dans quelques minutes.",
};
const PANNE = "Le portail n'a pas pu garder ce fichier. Réessayez dans quelques instants.";

const poster = (adresse, corps, jeton, ligne) =>
  new Promise((resoudre) => {
    const demande = new XMLHttpRequest();
    demande.open("POST", adresse);
    demande.setRequestHeader("X-Televersement", "1");
    demande.setRequestHeader("X-CSRFToken", jeton);
    demande.upload.addEventListener("progress", (e) => e.lengthComputable && ligne.avancer(e.loaded / e.total));
    demande.addEventListener("load", () => resoudre({ statut: demande.status, texte: demande.responseText }));
    demande.addEventListener("error", () => resoudre({ statut: 0 }));
    demande.addEventListener("abort", () => resoudre({ statut: -1 }));
    ligne.surAbandon(() => demande.abort());
    demande.send(corps);
  });

const lire = (texte) => {
  try {
    return JSON.parse(texte);
  } catch {
    return {};
  }
};

const nouveauJeton = async () => (await (await fetch("/jeton-csrf")).json()).jeton;

export const envoyer = async (adresse, corps, ligne) => {
  const balise = document.querySelector("meta[name=csrf-token]");
  ligne.commencer();
  let { statut, texte } = await poster(adresse, corps, balise.content, ligne);
  if (statut === 400 || (statut === 403 && !lire(texte).message)) {
    balise.content = await nouveauJeton().catch(() => balise.content);
    corps.set("csrf_token", balise.content);
    ({ statut, texte } = await poster(adresse, corps, balise.content, ligne));
  }
  if (statut === -1) return ligne.abandonner(), false;
  const dit = lire(texte ?? "");
  if (statut === 200) return ligne.finir(), true;
  if (statut === 422 && dit.ecartes) return ligne.refuser(dit.ecartes.map((un) => un.message).join(" ")), dit.deposes.length > 0;
  if (dit.message) return ligne.refuser(dit.message), false;
  ligne.echouer(statut === 0 ? COUPURE : (PHRASES[statut] ?? PANNE));
  return false;
};
