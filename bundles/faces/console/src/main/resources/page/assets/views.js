import "./card-face.js";
import {doubtful, legible} from "./characters.js";
import {drawing, h} from "./dom.js";
import {say, sayFailure} from "./words.js";

// How each situation of a reader looks: from what the page knows of the reader to elements. Nothing is changed here.

const CARD = ["M3 7h18a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H3a2 2 0 0 1-2-2V9a2 2 0 0 1 2-2z", "M4 17h7M4 14h4", "M17 11a2 2 0 1 1 0 4 2 2 0 0 1 0-4z"];
const WAVES = ["M9 4.500c2-1.400 4-1.400 6 0", "M7 2.300c3.300-2.300 6.700-2.300 10 0"];

/** By situation; `record` also takes what to do to hide it. */
export const views = {
  noReader: () => message("stopped", "noReader"),
  unplugged: () => message("stopped", "unplugged"),
  waiting: () => message("waiting", "waiting"),
  stopped: () => message("stopped", "stopped"),
  reading: ({failure}) => [message("reading", "reading"), progressBar(),
    failure ? h("p", {class: "more"}, `${sayFailure(failure).cause} ${say("retrying")}`) : null],
  queued: ({position}) => [message("reading", "queued", {position}), progressBar()],
  failed,
  record,
  hidden,
};

/** How long a record is still shown. */
export function left(reader) {
  return say("hidesIn", {seconds: Math.max(0, Math.ceil((reader.until - performance.now()) / 1000))});
}

/** A record that some sink did not take. */
export function noticeBox({reader, failure}, dismiss) {
  const {cause, remedy} = sayFailure(failure);
  const head = failure.sink ? say("notTaken", {sink: failure.sink}) : say(failure.code === "NO_SINK" ? "notTaken.none" : "notTaken.some");
  return h("div", {class: "notice", role: "alert"},
    h("div", {}, h("p", {}, h("strong", {}, `${reader}: ${head}`)), h("p", {}, `${cause} ${remedy}`)),
    h("button", {type: "button", onclick: dismiss}, say("dismiss")));
}

function message(kind, key, values = {}) {
  return [slot(kind), h("h1", {}, say(`${key}.title`)), h("p", {class: "more"}, say(`${key}.more`, values))];
}

function slot(kind) {
  const card = drawing("0 0 24 24", "", ...CARD);
  if (kind === "waiting") {
    const waves = [...drawing("0 0 24 24", "", ...WAVES).children];
    waves.forEach((wave) => wave.setAttribute("class", "wave"));
    card.append(...waves);
  }
  return h("div", {class: `slot ${kind}`}, card);
}

function progressBar() {
  return h("div", {class: "progress", role: "progressbar", "aria-label": say("progress"), "aria-valuemin": 0, "aria-valuemax": 100},
    h("div", {class: "bar"}));
}

function failed({failure}) {
  const {cause, remedy} = sayFailure(failure);
  return [slot("failed"), h("div", {class: "failure"},
    h("h1", {}, cause),
    h("p", {class: "remedy"}, remedy),
    h("p", {class: "code"}, say("code", {code: failure.code})))];
}

function record(reader, hide) {
  const {record, photo, photoFailure} = reader;
  const face = h("card-face");
  face.record = record;
  if (photo) {
    face.photo = photo;
  }
  const marks = warnings(record);
  const address = record.fields.additionalAddress?.words;
  return h("div", {class: "result"},
    h("div", {class: "top"},
      h("h1", {}, say(`document.${record.document}`)),
      h("span", {class: "left", role: "timer"}, left(reader)),
      h("button", {type: "button", "data-focus": "hide", onclick: hide}, say("hide"))),
    marks.length ? h("ul", {class: "marks", role: "list"}, marks.map((mark) => h("li", {}, mark))) : null,
    face,
    photoFailure ? h("p", {class: "photo-why"}, photoWhy(photoFailure)) : null,
    address ? h("div", {class: "moved"}, h("h2", {}, say("additionalAddress")), h("p", {lang: "zh-CN"}, legible(address))) : null);
}

function hidden({record}) {
  const face = h("card-face");
  face.record = record;
  face.mask();
  return h("div", {class: "result"},
    h("div", {class: "top"}, h("h1", {}, say("hidden.title")), h("span", {class: "left"}, say("hidden.more"))), face);
}

function photoWhy(failure) {
  const {cause, remedy} = sayFailure(failure);
  return `${cause} ${remedy} (${failure.code})`;
}

/** What a clerk should look at twice. */
function warnings({checkDigitGood, fields}) {
  const now = new Date();
  const today = String(now.getFullYear() * 10000 + (now.getMonth() + 1) * 100 + now.getDate());
  const isDate = (text) => /^\d{8}$/.test(text ?? "");
  const {privateUse, noGlyph} = doubtful(Object.values(fields).map(({words}) => words));
  return [
    checkDigitGood ? null : say("warn.checkDigit"),
    isDate(fields.validTo?.text) && fields.validTo.text < today ? say("warn.expired") : null,
    isDate(fields.validFrom?.text) && fields.validFrom.text > today ? say("warn.notYet") : null,
    privateUse.length ? say("warn.privateUse", {codes: privateUse.join(" ")}) : null,
    noGlyph.length ? say("warn.noGlyph", {codes: noGlyph.join(" ")}) : null,
  ].filter((mark) => mark);
}
