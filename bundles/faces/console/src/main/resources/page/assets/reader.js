import {ask, post, request} from "./session.js";
import {sayFailure} from "./words.js";

// One reader as the page knows it. It is in one situation at a time:
//   waiting · stopped · queued · reading · record · hidden · failed
// Events say what happens; a record itself is fetched once, and dropped here when it is to be hidden.

// how long what is over is left standing when its card is gone
const LINGER_MILLIS = {failed: 8000, hidden: 4000};

export class Reader {
  #page;
  #fetching = null;

  /** `page` is told to show(), showPercent(reader), showPhoto(reader) and alarm(text). */
  constructor(name, at, page) {
    this.#page = page;
    this.name = name;
    this.at = at;
  }

  get isStopped() {
    return this.at === "stopped";
  }

  /** Begins anew: whatever was read here is over. */
  begin(at) {
    this.#fetching = null;
    this.enter(at);
  }

  /** The only way into a situation; what belonged to the last one goes. */
  enter(at, values = {}) {
    if (this.photo) {
      URL.revokeObjectURL(this.photo);
    }
    for (const key of Object.keys(this)) {
      if (key !== "name") {
        delete this[key];
      }
    }
    Object.assign(this, {at, ...values});
    this.#page.show();
  }

  cardFound() {
    this.#fetching = null;
    this.enter("reading", {percent: 0, failure: this.at === "reading" ? this.failure : null});
  }

  queued(position) {
    this.enter("queued", {position, percent: this.percent ?? 0});
  }

  progress(percent) {
    if (this.at === "queued") {
      this.enter("reading", {percent});
    } else if (this.at === "reading") {
      this.percent = percent;
      this.#page.showPercent(this);
    }
  }

  /** What the terminal tries again by itself is no failure yet: the page goes on reading, and says why it takes longer. */
  fail(failure) {
    if (this.at === "record") {
      return;
    }
    if (failure.retrying) {
      this.enter("reading", {percent: 0, failure});
    } else {
      this.enter("failed", {failure});
      const {cause, remedy} = sayFailure(failure);
      this.#page.alarm(`${cause} ${remedy}`);
    }
  }

  async fetchRecord(presence) {
    if (this.at === "record" && this.record.presence === presence) {
      return;
    }
    this.cardGone = false; // until something says so, also while the record is fetched
    const fetching = this.#fetching = {};
    try {
      const record = await ask(this.#path(""));
      const now = performance.now();
      if (this.#fetching === fetching) { // it was not hidden meanwhile
        this.enter("record", {record, until: now + record.secondsLeft * 1000, cardGone: this.cardGone, since: now});
        await this.#fetchPhoto();
      }
    } catch (failure) {
      if (this.#fetching === fetching) {
        this.fail(failure);
      }
    }
  }

  async #fetchPhoto() {
    const {record} = this;
    let photo = null;
    let failure = null;
    try {
      const picture = await request(this.#path("/photo"));
      photo = URL.createObjectURL(await picture.blob());
    } catch (refused) {
      failure = refused;
    }
    if (this.record !== record) {
      URL.revokeObjectURL(photo);
    } else if (photo) {
      this.photo = photo;
      this.#page.showPhoto(this);
    } else {
      this.photoFailure = failure;
      this.#page.show();
    }
  }

  hideIn(seconds) {
    this.cardGone = true;
    if (this.at === "record") {
      this.until = Math.min(this.until, performance.now() + seconds * 1000);
    }
  }

  hide() {
    this.#fetching = null;
    if (this.at === "record") {
      const {document, fields} = this.record;
      const names = Object.fromEntries(Object.keys(fields).map((key) => [key, {text: "", words: ""}]));
      this.enter("hidden", {record: {document, fields: names}, cardGone: this.cardGone, since: performance.now()});
    }
  }

  async hideNow() {
    this.hide();
    await post(this.#path("/hide")).catch(() => {});
  }

  cardLeft() {
    const {failure} = this;
    if (this.at === "reading" && failure) {
      this.fail({...failure, retrying: false});
    } else if (["reading", "queued", "hidden"].includes(this.at)) {
      this.enter("waiting");
    }
    this.cardGone = true;
    this.since = performance.now();
  }

  /** Starts or stops it; an event says when that is done. */
  async turn() {
    try {
      await post(`/api/v1/readers/${encodeURIComponent(this.name)}/${this.isStopped ? "start" : "stop"}`);
    } catch (failure) {
      this.fail(failure);
    }
  }

  /** Time passes: a record is hidden, and what is over makes room for the next card. */
  tick(now) {
    if (this.at === "record" && now >= this.until) {
      this.hide();
    } else if (this.cardGone && now - this.since > (LINGER_MILLIS[this.at] ?? Infinity)) {
      this.enter("waiting");
    }
  }

  #path(part) {
    return `/api/v1/records/current${part}?reader=${encodeURIComponent(this.name)}`;
  }
}
