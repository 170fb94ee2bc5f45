/* What leaves together, and what need not leave at all. */

const IMAGES = new Set(["image/jpeg", "image/png"]);
const MO = 1024 * 1024;

/** The photos together, when the pièce takes a PDF; every other file alone. */
export const decouper = (fichiers, formats) => {
  const ensemble = formats.split(" ").includes("pdf") ? fichiers.filter((un) => IMAGES.has(un.type)) : [];
  if (ensemble.length < 2) return fichiers.map((un) => [un]);
  return [ensemble, ...fichiers.filter((un) => !ensemble.includes(un)).map((un) => [un])];
};

/** Why a file is not worth sending, "" when it is: the server says the same. */
export const tropLourd = (lot, limite) => {
  const lourd = lot.find((un) => un.size > limite);
  if (!lourd) return "";
  const mo = (octets) => (Math.ceil((octets / MO) * 10) / 10).toLocaleString("fr-FR");
  return `«\u00a0${lourd.name}\u00a0» pèse ${mo(lourd.size)}\u00a0Mo\u00a0: la limite est de ${mo(limite)}\u00a0Mo par fichier.`;
};
