// What the pages say, in the user's language: words.json for sentences, failures-zh.json for failures in Chinese.

const REMEMBERED = "idrelay-language";
const LANGUAGES = ["zh", "en"];
const changes = new EventTarget();

let dictionary = {};
let failures = {};
let current = localStorage.getItem(REMEMBERED);
if (!LANGUAGES.includes(current)) {
  current = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** Loads the dictionaries; pages add their own by name. */
export async function loadWords(...names) {
  const load = async (name) => (await fetch(`/assets/${name}.json`)).json();
  const loaded = await Promise.all(["words", ...names].map(load));
  failures = await load("failures-zh");
  for (const language of LANGUAGES) {
    dictionary[language] = Object.assign({}, ...loaded.map((words) => words[language]));
  }
  mark();
}

/** A sentence; {name} in it is replaced. */
export function say(key, values = {}) {
  const sentence = dictionary[current]?.[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Cause and remedy of a failure. */
export function sayFailure(failure) {
  return (current === "zh" && failures[failure.code]) || {cause: failure.cause, remedy: failure.remedy};
}

export function language() {
  return current;
}

export function setLanguage(chosen) {
  current = chosen;
  localStorage.setItem(REMEMBERED, chosen);
  mark();
  changes.dispatchEvent(new Event("change"));
}

/** Calls back when the language changes. */
export function onLanguage(callback) {
  changes.addEventListener("change", callback);
}

function mark() {
  document.documentElement.lang = current === "zh" ? "zh-CN" : "en";
}
