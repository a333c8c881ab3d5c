import {h} from "./dom.js";
import "./header.js";
import {bars, course} from "./plots.js";
import {ask, post, whoAmI} from "./session.js";
import {loadWords, onLanguage, say, sayFailure} from "./words.js";

// The operations page: how the server of this container runs, asked anew every few seconds. No record is ever on it.

const EVERY_MILLIS = 2000;

// how many times of a phase its plot shows
const COURSE_LENGTH = 60;

const RESOURCES = ["figures", "verifiers", "terminals", "hosts", "sessions"];

class ServerOperations extends HTMLElement {
  async start(me) {
    this.mayFreeze = me.roles.includes("operator");
    this.courses = {FIND: [], SELECT: [], READ: []};
    this.status = h("p", {class: "quietly", role: "status"});
    this.content = h("div", {class: "operations"});
    this.append(this.content, this.status);
    onLanguage(() => this.show());
    await this.load();
    setInterval(() => this.load(), EVERY_MILLIS);
  }

  async load() {
    try {
      const loaded = await Promise.all(RESOURCES.map((name) => ask(`/api/v1/${name}`)));
      this.state = Object.fromEntries(RESOURCES.map((name, i) => [name, loaded[i]]));
      // monitoring may be away: the page is worth something without it
      this.state.health = await ask("/api/v1/health").catch(() => null);
      for (const named of [this.state.verifiers, this.state.terminals, this.state.hosts]) {
        named.sort((one, other) => one.name.localeCompare(other.name, "en", {numeric: true}));
      }
      this.failure = null;
      for (const {phase, count, p50Millis} of this.state.figures.phases) {
        if (count > 0) {
          const known = this.courses[phase];
          this.courses[phase] = [...(known.length > 0 ? known : [p50Millis]), p50Millis].slice(-COURSE_LENGTH);
        }
      }
    } catch (failure) {
      this.failure = failure.code ? failure : {code: "OFFLINE", cause: say("offline"), remedy: ""};
    }
    this.show();
  }

  show() {
    document.title = `${say("page.operations")} · IdRelay`;
    // a question that is open is not disturbed
    if (this.querySelector("dialog[open]")) {
      return;
    }
    const focused = this.content.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    this.content.replaceChildren(
      h("h1", {class: "quietly"}, say("page.operations")),
      ...(this.failure ? [this.notice(this.failure)] : []),
      ...(this.state ? this.sections() : []));
    if (focused) {
      this.content.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  notice(failure) {
    const {cause, remedy} = failure.code === "OFFLINE" ? failure : sayFailure(failure);
    return h("div", {class: "notice", role: "alert"}, h("p", {}, `${cause} ${remedy}`));
  }

  sections() {
    const {figures, verifiers, terminals, hosts, sessions} = this.state;
    return [
      this.summary(),
      h("div", {class: "plots"},
        section("minutes", bars(figures.minutes, say("minutes.alt", total(figures.minutes)))),
        section("phases", h("div", {class: "phases"}, figures.phases.map((phase) => this.phase(phase))))),
      section("health", table("check", this.state.health?.checks ?? [], [
        ["check", (one) => h("strong", {}, one.name)],
        ["state", (one) => lamp(`health-${one.status}`, say(`health.${one.status}`))],
        ["reasons", (one) => one.reasons.join("; ")],
      ])),
      section("verifiers", table("verifier", verifiers, [
        ["name", (one) => h("strong", {}, one.name)],
        ["host", (one) => one.host],
        ["state", (one) => lamp(one.state, say(`state.${one.state}`))],
        ["session", (one) => (one.session ? `${one.session.slice(0, 8)}…` : "")],
        ["reads", (one) => one.reads, "number"],
        ["failures", (one) => one.failures, "number"],
        ["lastError", (one) => one.lastError],
      ])),
      section("terminals", table("terminal", terminals, [
        ["name", (one) => h("strong", {}, one.name)],
        ["state", (one) => peerState(one)],
        ["address", (one) => one.address ?? ""],
        ["readers", (one) => (one.readers ?? []).join(", ")],
        ["live", (one) => one.sessions ?? "", "number"],
        ["reads", (one) => one.reads ?? "", "number"],
        ["failures", (one) => one.failures ?? "", "number"],
        ...this.freezing("terminals"),
      ])),
      section("hosts", table("host", hosts, [
        ["name", (one) => h("strong", {}, one.name)],
        ["state", (one) => peerState(one)],
        ...this.freezing("hosts"),
      ])),
      section("sessions", table("session", sessions, [
        ["session", (one) => `${one.id.slice(0, 8)}…`],
        ["terminal", (one) => one.terminal],
        ["reader", (one) => one.reader],
        ["state", (one) => say(`session.${one.state}`)],
        ["verifier", (one) => one.verifier ?? ""],
        ["age", (one) => seconds(one.ageMillis), "number"],
      ])),
      section("failures", table("failure", figures.failures, [
        ["code", (one) => h("code", {}, one.code)],
        ["cause", (one) => sayFailure(one).cause],
        ["remedy", (one) => sayFailure(one).remedy],
        ["count", (one) => one.count, "number"],
        ["last", (one) => say("ago", {time: seconds(one.agoMillis)}), "number"],
      ])),
    ];
  }

  summary() {
    const {figures, verifiers, sessions} = this.state;
    const idle = verifiers.filter((one) => one.state === "IDLE").length;
    const tile = (key, value, bad) => h("div", {class: bad ? "tile bad" : "tile"},
      h("dt", {}, say(`tile.${key}`)), h("dd", {}, value));
    const {reads, failures} = total(figures.minutes);
    const {health} = this.state;
    return h("dl", {class: "tiles"},
      ...(health ? [tile("health", say(`health.${health.status}`), health.status === "UNAVAILABLE" || health.status === "CRITICAL")] : []),
      tile("idle", `${idle} / ${verifiers.length}`, verifiers.length > 0 && idle === 0),
      tile("sessions", String(sessions.length)),
      tile("waiting", String(figures.waiting), figures.waiting > 0),
      tile("readsHour", String(reads)),
      tile("failuresHour", String(failures), failures > reads));
  }

  phase({phase, count, p50Millis, p95Millis}) {
    return h("div", {class: "phase"},
      h("h3", {}, say(`phase.${phase}`)),
      course(this.courses[phase], say("phase.alt", {phase: say(`phase.${phase}`), p50: p50Millis, p95: p95Millis})),
      h("p", {}, count === 0 ? say("phase.none") : h("strong", {}, `${p50Millis} ms`), count === 0 ? null : ` · 95 %: ${p95Millis} ms`));
  }

  /** A column with a button for operators; none for others. */
  freezing(kind) {
    if (!this.mayFreeze) {
      return [];
    }
    return [["change", (one) => {
      const verb = one.frozen ? "unfreeze" : "freeze";
      return h("button", {type: "button", "data-focus": `${kind} ${one.name}`, onclick: () => this.ask(kind, one.name, verb)}, say(verb));
    }]];
  }

  /** Nobody is shut out by a slip. */
  ask(kind, name, verb) {
    const close = () => { dialog.close(); dialog.remove(); this.show(); };
    const dialog = h("dialog", {"aria-labelledby": "question"},
      h("h2", {id: "question"}, say(`${verb}.ask`, {name})),
      h("p", {}, say(`${verb}.more`)),
      h("div", {class: "choices"},
        h("button", {type: "button", autofocus: true, onclick: close}, say("cancel")),
        h("button", {type: "button", class: "primary", onclick: async () => { close(); await this.change(kind, name, verb); }}, say(verb))));
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
    this.append(dialog);
    dialog.showModal();
  }

  async change(kind, name, verb) {
    try {
      await post(`/api/v1/${kind}/${encodeURIComponent(name)}/${verb}`);
      this.status.textContent = say(`${verb}.done`, {name});
      await this.load();
    } catch (failure) {
      this.failure = failure;
      this.show();
    }
  }
}
customElements.define("server-operations", ServerOperations);

function section(key, content) {
  return h("section", {"aria-labelledby": `h-${key}`}, h("h2", {id: `h-${key}`}, say(`section.${key}`)), content);
}

/** Columns: name, what stands in a row's cell, "number" for those that are aligned to the right. */
function table(kind, rows, columns) {
  if (rows.length === 0) {
    return h("p", {class: "quiet"}, say(`none.${kind}`));
  }
  const head = columns.map(([key, , type]) => h("th", {scope: "col", class: type}, say(`column.${key}`)));
  const body = rows.map((row) => h("tr", {}, columns.map(([key, cell, type]) =>
    h("td", {class: type, "data-label": say(`column.${key}`)}, cell(row)))));
  return h("div", {class: "table"}, h("table", {}, h("thead", {}, h("tr", {}, head)), h("tbody", {}, body)));
}

function lamp(state, words) {
  return h("span", {class: `lamp ${state}`}, words);
}

function peerState({connected, allowed, frozen}) {
  const state = frozen ? "FROZEN" : !allowed ? "REFUSED" : connected ? "CONNECTED" : "AWAY";
  return lamp(state, say(`state.${state}`));
}

function seconds(millis) {
  const whole = Math.round(millis / 1000);
  return whole < 120 ? `${whole} s` : whole < 7200 ? `${Math.round(whole / 60)} min` : `${Math.round(whole / 3600)} h`;
}

function total(minutes) {
  const sum = (key) => minutes.reduce((so, minute) => so + minute[key], 0);
  return {reads: sum("reads"), failures: sum("failures")};
}

const [me] = await Promise.all([whoAmI(), loadWords("operations")]);
document.querySelector("console-header").me = me;
await document.querySelector("server-operations").start(me);
