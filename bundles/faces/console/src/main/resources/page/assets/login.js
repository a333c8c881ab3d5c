import {drawing, h} from "./dom.js";
import "./header.js";
import {ask} from "./session.js";
import {loadWords, onLanguage, say, sayFailure} from "./words.js";

/** Asks for user and password, and goes where the user's roles lead. */
class LoginForm extends HTMLElement {
  connectedCallback() {
    this.failure = null;
    onLanguage(() => this.show());
    this.show();
    this.querySelector("#user").focus();
  }

  show() {
    const user = this.querySelector("#user")?.value ?? "";
    const password = this.querySelector("#password")?.value ?? "";
    document.title = `${say("login.title")} · IdRelay`;
    this.replaceChildren(
      h("div", {class: "login-top"},
        h("p", {class: "brand"}, drawing("0 0 32 32", "mark", "M6 9h11a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3v-8a3 3 0 0 1 3-3z",
          "M7 19h6M7 15h3", "M23 11c2.600 3 2.600 7 0 10", "M26.500 8c4.300 4.800 4.300 11.200 0 16"), "IdRelay"),
        h("language-switch")),
      h("form", {onsubmit: (event) => this.logIn(event)},
        h("h1", {}, say("login.title")),
        h("label", {for: "user"}, say("login.user")),
        h("input", {id: "user", name: "user", autocomplete: "username", autocapitalize: "none", spellcheck: "false", required: true}),
        h("label", {for: "password"}, say("login.password")),
        h("input", {id: "password", name: "password", type: "password", autocomplete: "current-password", required: true}),
        h("div", {role: "alert", class: "login-failure"}, this.failure ? this.words() : []),
        h("button", {type: "submit", class: "primary"}, say("login.go"))));
    this.querySelector("#user").value = user;
    this.querySelector("#password").value = password;
  }

  words() {
    const {cause, remedy} = sayFailure(this.failure);
    return [h("p", {}, h("strong", {}, cause)), h("p", {}, remedy)];
  }

  async logIn(event) {
    event.preventDefault();
    const body = JSON.stringify({user: this.querySelector("#user").value, password: this.querySelector("#password").value});
    try {
      const me = await ask("/api/v1/login", {method: "POST", headers: {"Content-Type": "application/json"}, body});
      location.assign(me.roles.includes("clerk") || !me.roles.includes("viewer") ? "/" : "/operations");
    } catch (failure) {
      this.failure = failure;
      this.querySelector("#password").value = "";
      this.show();
      this.querySelector("#password").focus();
    }
  }
}

await loadWords();
customElements.define("login-form", LoginForm);
