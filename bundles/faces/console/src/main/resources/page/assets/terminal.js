import {h} from "./dom.js";
import "./header.js";
import {Reader} from "./reader.js";
import {ask, whoAmI} from "./session.js";
import {left, noticeBox, views} from "./views.js";
import {loadWords, onLanguage, say} from "./words.js";

// The clerk's page: listens to what happens, and shows the situation of the chosen reader.

const RECONNECT_MILLIS = 2000;

class CardTerminal extends HTMLElement {
  async start() {
    this.readers = new Map();
    this.notices = [];
    this.chosen = null;
    this.status = h("p", {class: "quietly", role: "status"});
    this.alert = h("p", {class: "quietly", role: "alert"});
    this.content = h("div");
    this.append(this.content, this.status, this.alert);
    onLanguage(() => this.show());
    await this.loadReaders();
    this.listen();
    setInterval(() => this.tick(), 250);
  }

  async loadReaders() {
    const all = await ask("/api/v1/readers").catch(() => null); // whoever listens hears it again when it is back
    const mine = (all ?? []).filter((one) => one.clerk);
    if (all) {
      const gone = [...this.readers.values()].filter(({name}) => !mine.some((one) => one.name === name));
      gone.forEach((reader) => this.drop(reader));
    }
    for (const {name, state} of mine) {
      const known = this.readers.get(name);
      const at = state === "STOPPED" ? "stopped" : "waiting";
      if (!known) {
        this.readers.set(name, new Reader(name, at, this));
      } else if (known.isStopped !== (at === "stopped")) {
        known.begin(at);
      }
    }
    this.chooseOne();
  }

  /** The reader is not there any more, nor is what was read at it. */
  drop(reader) {
    this.readers.delete(reader.name);
    reader.begin("waiting");
    this.chooseOne();
  }

  chooseOne() {
    if (!this.readers.has(this.chosen)) {
      this.chosen = [...this.readers.keys()].sort()[0] ?? null;
    }
    this.show();
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
    events.onopen = () => {
      this.offline = false;
      this.loadReaders();
    };
    events.onerror = async () => {
      this.offline = true;
      this.show();
      await whoAmI().catch(() => {});
      if (events.readyState === EventSource.CLOSED) { // refused: the browser does not try again by itself
        setTimeout(() => this.listen(), RECONNECT_MILLIS);
      }
    };
    events.addEventListener("readers", () => this.loadReaders());
    on("reader", (reader, {change}) => this.changed(reader, change));
    on("notTaken", (reader, failure) => this.notice(reader, failure));
    on("card", (reader) => reader.cardFound());
    on("queued", (reader, {position}) => reader.queued(position));
    on("progress", (reader, {percent}) => reader.progress(percent));
    on("failed", (reader, failure) => reader.fail(failure));
    on("record", (reader, {presence}) => reader.fetchRecord(presence));
    on("closing", (reader, {secondsLeft}) => reader.hideIn(secondsLeft));
    on("masked", (reader) => reader.hide());
    on("gone", (reader) => reader.cardLeft());
  }

  changed(reader, change) {
    if (change === "GONE") {
      this.drop(reader);
    } else if (change !== "CAME") {
      reader.begin(change === "STOPPED" ? "stopped" : "waiting");
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

  tick() {
    this.readers.forEach((reader) => reader.tick(performance.now()));
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
    const stage = views[reader?.at ?? nothing](reader, () => reader.hideNow());
    this.content.replaceChildren(
      this.chooser(reader),
      ...(this.offline ? [h("div", {class: "notice", role: "alert"}, h("p", {}, say("offline")))] : []),
      ...this.notices.map((notice) => noticeBox(notice, () => this.dismiss(notice))),
      h("div", {class: "stage"}, stage));
    if (reader) {
      this.showPercent(reader);
    }
    if (focused) {
      (this.content.querySelector(`[data-focus="${CSS.escape(focused)}"]`) ?? document.querySelector("#main")).focus();
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
    return h("div", {class: "readers", role: "group", "aria-label": say("readers")},
      [...this.readers.values()].sort((one, other) => one.name < other.name ? -1 : 1).map(choose),
      reader ? h("button", {type: "button", class: "plain switch", "data-focus": "switch", onclick: () => reader.turn()},
        say(reader.isStopped ? "reader.start" : "reader.stop")) : null);
  }

  showPercent(reader) {
    const progress = this.querySelector(".progress");
    if (progress && reader.name === this.chosen) {
      progress.setAttribute("aria-valuenow", reader.percent);
      progress.firstChild.style.width = `${reader.percent}%`;
    }
  }

  showPhoto(reader) {
    if (reader.name === this.chosen) {
      this.querySelector("card-face").photo = reader.photo;
    }
  }

  alarm(text) {
    this.alert.textContent = text;
  }
}
customElements.define("card-terminal", CardTerminal);

const [me] = await Promise.all([whoAmI(), loadWords()]);
document.querySelector("console-header").me = me;
await document.querySelector("card-terminal").start();
