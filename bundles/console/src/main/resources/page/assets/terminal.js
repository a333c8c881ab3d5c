import {h} from "./dom.js";
import "./header.js";
import {ask, post, request, whoAmI} from "./session.js";
import {left, noticeBox, views} from "./views.js";
import {loadWords, onLanguage, say, sayFailure} from "./words.js";

// The clerk's page. Each reader has a situation of its own; the page shows that of the chosen one:
//   waiting · stopped · queued · reading · record · hidden · failed
// Events say what happens; a record itself is fetched once, and dropped here when it is to be hidden.

// how long what is over is left standing when its card is gone
const LINGER_MILLIS = {failed: 8000, hidden: 4000};

const RECONNECT_MILLIS = 2000;

class CardTerminal extends HTMLElement {
  async start() {
    this.readers = new Map();
    this.notices = [];
    this.chosen = null;
    this.status = h("p", {class: "quietly", role: "status"});
    this.alarm = h("p", {class: "quietly", role: "alert"});
    this.content = h("div");
    this.append(this.content, this.status, this.alarm);
    onLanguage(() => this.show());
    await this.loadReaders();
    this.listen();
    setInterval(() => this.tick(), 250);
  }

  async loadReaders() {
    const all = await ask("/api/v1/readers").catch(() => null); // whoever listens hears it again when it is back
    if (!all) {
      this.show();
      return;
    }
    const readers = all.filter((one) => one.clerk);
    for (const known of [...this.readers.values()]) {
      if (!readers.some((one) => one.name === known.name)) {
        this.drop(known);
      }
    }
    for (const reader of readers) {
      const known = this.readers.get(reader.name);
      const stopped = reader.state === "STOPPED";
      if (!known || stopped !== (known.at === "stopped")) {
        this.readers.set(reader.name, {name: reader.name, at: stopped ? "stopped" : "waiting"});
      }
    }
    this.chooseOne();
  }

  /** The reader is not there any more, nor is what was read at it. */
  drop(reader) {
    this.enter(reader, "waiting");
    this.readers.delete(reader.name);
    this.chooseOne();
  }

  chooseOne() {
    if (!this.readers.has(this.chosen)) {
      this.chosen = [...this.readers.keys()].sort()[0] ?? null;
    }
    this.show();
  }

  changed(reader, change) {
    if (change === "GONE") {
      this.drop(reader);
    } else if (change !== "CAME") {
      this.enter(reader, change === "STOPPED" ? "stopped" : "waiting");
    }
  }

  listen() {
    const events = new EventSource("/api/v1/events");
    const on = (type, react) => events.addEventListener(type, (event) => {
      const values = JSON.parse(event.data);
      const reader = this.readers.get(values.reader);
      if (reader) {
        react(reader, values);
      } else {
        this.loadReaders();
      }
    });
    events.onopen = async () => {
      this.offline = false;
      await this.loadReaders();
    };
    events.onerror = async () => {
      this.offline = true;
      this.show();
      await whoAmI().catch(() => {});
      if (events.readyState === EventSource.CLOSED) { // refused: the browser does not try again by itself
        setTimeout(() => this.listen(), RECONNECT_MILLIS);
      }
    };
    on("card", (reader) => this.enter(reader, "reading", {percent: 0, failure: reader.at === "reading" ? reader.failure : null}));
    on("queued", (reader, {position}) => this.enter(reader, "queued", {position, percent: reader.percent ?? 0}));
    on("progress", (reader, {percent}) => this.progress(reader, percent));
    on("failed", (reader, failure) => this.fail(reader, failure));
    on("notTaken", (reader, failure) => this.notice(reader, failure));
    on("record", (reader, values) => this.fetchRecord(reader, values));
    on("closing", (reader, values) => this.hideIn(reader, values.secondsLeft));
    on("masked", (reader) => this.hide(reader));
    on("gone", (reader) => this.gone(reader));
    on("reader", (reader, {change}) => this.changed(reader, change));
    events.addEventListener("readers", () => this.loadReaders());
  }

  /** The only way into a situation; what belonged to the last one goes. */
  enter(reader, at, values = {}) {
    if (reader.photo) {
      URL.revokeObjectURL(reader.photo);
    }
    for (const key of Object.keys(reader)) {
      if (key !== "name") {
        delete reader[key];
      }
    }
    Object.assign(reader, {at, ...values});
    this.show();
  }

  progress(reader, percent) {
    if (reader.at === "reading" || reader.at === "queued") {
      const wasQueued = reader.at === "queued";
      Object.assign(reader, {at: "reading", percent});
      if (reader.name === this.chosen) {
        wasQueued ? this.show() : this.showPercent(percent);
      }
    }
  }

  /** What the terminal tries again by itself is no failure yet: the page goes on reading, and says why it takes longer. */
  fail(reader, failure) {
    if (reader.at === "record") {
      return;
    }
    if (failure.retrying) {
      this.enter(reader, "reading", {percent: 0, failure});
    } else {
      this.enter(reader, "failed", {failure});
      const {cause, remedy} = sayFailure(failure);
      this.alarm.textContent = `${cause} ${remedy}`;
    }
  }

  /** The newest of its kind is enough. */
  notice(reader, failure) {
    const same = (one) => one.reader === reader.name && one.failure.sink === failure.sink && one.failure.code === failure.code;
    this.notices = [...this.notices.filter((one) => !same(one)), {reader: reader.name, failure}];
    this.show();
  }

  dismiss(notice) {
    this.notices = this.notices.filter((one) => one !== notice);
    this.show();
  }

  async fetchRecord(reader, {presence}) {
    if (reader.at === "record" && reader.record.presence === presence) {
      return;
    }
    const query = `?reader=${encodeURIComponent(reader.name)}`;
    reader.cardGone = false; // until something says so, also while the record is fetched
    try {
      const record = await ask(`/api/v1/records/current${query}`);
      this.enter(reader, "record", {record, until: performance.now() + record.secondsLeft * 1000, cardGone: reader.cardGone, since: performance.now()});
      await this.fetchPhoto(reader, query);
    } catch (failure) {
      this.fail(reader, failure);
    }
  }

  async fetchPhoto(reader, query) {
    const {record} = reader;
    let photo = null;
    let failure = null;
    try {
      const picture = await request(`/api/v1/records/current/photo${query}`);
      photo = URL.createObjectURL(await picture.blob());
    } catch (refused) {
      failure = refused;
    }
    if (reader.record !== record) {
      URL.revokeObjectURL(photo);
    } else if (photo) {
      reader.photo = photo;
      if (reader.name === this.chosen) {
        this.querySelector("card-face").photo = photo;
      }
    } else {
      reader.photoFailure = failure;
      this.show();
    }
  }

  hideIn(reader, seconds) {
    reader.cardGone = true;
    if (reader.at === "record") {
      reader.until = Math.min(reader.until, performance.now() + seconds * 1000);
    }
  }

  hide(reader) {
    if (reader.at === "record") {
      const {document, fields} = reader.record;
      const names = Object.fromEntries(Object.keys(fields).map((key) => [key, {text: "", words: ""}]));
      this.enter(reader, "hidden", {record: {document, fields: names}, cardGone: reader.cardGone, since: performance.now()});
    }
  }

  gone(reader) {
    const {failure} = reader;
    if (reader.at === "reading" && failure) {
      this.fail(reader, {...failure, retrying: false});
    } else if (["reading", "queued", "hidden"].includes(reader.at)) {
      this.enter(reader, "waiting");
    }
    reader.cardGone = true;
    reader.since = performance.now();
  }

  /** The countdown, and the way back to waiting. */
  tick() {
    const now = performance.now();
    for (const reader of this.readers.values()) {
      if (reader.at === "record" && now >= reader.until) {
        this.hide(reader);
      } else if (reader.cardGone && now - reader.since > (LINGER_MILLIS[reader.at] ?? Infinity)) {
        this.enter(reader, "waiting");
      }
    }
    const counter = this.querySelector(".left");
    const reader = this.readers.get(this.chosen);
    if (counter && reader?.at === "record") {
      counter.textContent = left(reader);
    }
  }

  show() {
    document.title = `${say("page.terminal")} · IdRelay`;
    const focused = this.content.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    const reader = this.readers.get(this.chosen);
    const nothing = me.clerkReaders.length ? "unplugged" : "noReader";
    const stage = views[reader?.at ?? nothing](reader, () => this.hideNow(reader));
    this.content.replaceChildren(
      this.chooser(reader),
      ...(this.offline ? [h("div", {class: "notice", role: "alert"}, h("p", {}, say("offline")))] : []),
      ...this.notices.map((notice) => noticeBox(notice, () => this.dismiss(notice))),
      h("div", {class: "stage"}, stage));
    this.showPercent(reader?.percent ?? 0);
    if (focused) {
      this.content.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
    }
    const spoken = this.content.querySelector("h1")?.textContent ?? "";
    if (this.status.textContent !== spoken) {
      this.status.textContent = spoken;
    }
  }

  chooser(reader) {
    const choose = (one) => h("button", {
      type: "button", class: "name", "data-focus": `reader ${one.name}`, "aria-pressed": String(one.name === this.chosen),
      onclick: () => { this.chosen = one.name; this.show(); },
    }, h("span", {class: `lamp ${one.at}`}), one.name);
    const stopped = reader?.at === "stopped";
    return h("div", {class: "readers", role: "group", "aria-label": say("readers")},
      [...this.readers.values()].sort((one, other) => one.name < other.name ? -1 : 1).map(choose),
      reader ? h("button", {type: "button", class: "plain switch", "data-focus": "switch", onclick: () => this.switchReader(reader)},
        say(stopped ? "reader.start" : "reader.stop")) : null);
  }

  async switchReader(reader) {
    const start = reader.at === "stopped";
    try {
      await post(`/api/v1/readers/${encodeURIComponent(reader.name)}/${start ? "start" : "stop"}`);
    } catch (failure) {
      this.fail(reader, failure);
    }
  }

  showPercent(percent) {
    const progress = this.querySelector(".progress");
    if (progress) {
      progress.setAttribute("aria-valuenow", percent);
      progress.firstChild.style.width = `${percent}%`;
    }
  }

  async hideNow(reader) {
    this.hide(reader);
    await post(`/api/v1/records/current/hide?reader=${encodeURIComponent(reader.name)}`).catch(() => {});
  }

}
customElements.define("card-terminal", CardTerminal);

const [me] = await Promise.all([whoAmI(), loadWords()]);
document.querySelector("console-header").me = me;
await document.querySelector("card-terminal").start();
