import {h} from "./dom.js";

// Characters of names and addresses that a page may not be able to show: those without a public code (private use), and
// those that no font here has. Each is shown as a box with its code; the character itself stays in the text.

const NOBODYS = "\u{3FFFD}"; // no font has this one
const SIDE = 24;

const known = new Map();
let blank = null;

/** A text, with boxes in place of what cannot be shown. */
export function legible(text) {
  return [...text].map((character) => isShown(character) ? character
    : h("span", {class: "no-glyph", role: "img", "aria-label": name(character), "data-code": name(character).slice(2)},
      h("span", {class: "itself"}, character)));
}

/** The codes of the characters in these texts without a public code, and of those that no font here has. */
export function doubtful(texts) {
  const all = [...new Set(texts.join(""))];
  return {
    privateUse: all.filter(isPrivate).map(name),
    noGlyph: all.filter((character) => !isPrivate(character) && !isShown(character)).map(name),
  };
}

function isShown(character) {
  const code = character.codePointAt(0);
  if (code < 0x3400) {
    return true;
  }
  if (!known.has(character)) {
    known.set(character, !isPrivate(character) && hasGlyph(character));
  }
  return known.get(character);
}

function isPrivate(character) {
  const code = character.codePointAt(0);
  return (code >= 0xE000 && code <= 0xF8FF) || code >= 0xF0000;
}

/** A font shows what it does not have as one and the same picture. */
function hasGlyph(character) {
  blank ??= picture(NOBODYS);
  return picture(character) !== blank;
}

function picture(character) {
  const canvas = h("canvas", {width: SIDE, height: SIDE});
  const pen = canvas.getContext("2d");
  pen.font = `${SIDE * 0.75}px ${getComputedStyle(document.body).fontFamily}`;
  pen.fillText(character, 0, SIDE * 0.8);
  return pen.getImageData(0, 0, SIDE, SIDE).data.join();
}

function name(character) {
  return `U+${character.codePointAt(0).toString(16).toUpperCase()}`;
}
