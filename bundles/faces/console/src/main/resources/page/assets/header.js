import {drawing, h} from "./dom.js";
import {logOut} from "./session.js";
import {language, onLanguage, say, setLanguage} from "./words.js";

/** 中文 | English. */
class LanguageSwitch extends HTMLElement {
  connectedCallback() {
    this.show();
    onLanguage(() => this.show());
  }

  show() {
    const focused = this.contains(document.activeElement) ? document.activeElement.lang : "";
    const choice = (code, lang, name) =>
      h("button", {type: "button", lang, "aria-pressed": String(language() === code), onclick: () => setLanguage(code)}, name);
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", "语言 Language");
    this.replaceChildren(choice("zh", "zh-CN", "中文"), choice("en", "en", "English"));
    this.querySelector(`[lang="${focused}"]`)?.focus();
  }
}
customElements.define("language-switch", LanguageSwitch);

/** What stands above every page. `me` is who is logged in. */
class ConsoleHeader extends HTMLElement {
  set me(me) {
    this.user = me;
    this.show();
    onLanguage(() => this.show());
  }

  show() {
    const focused = this.contains(document.activeElement) ? document.activeElement.lang : "";
    const here = location.pathname;
    const link = (href, key) => h("a", {href, "aria-current": here === href ? "page" : null}, say(key));
    const pages = [];
    if (this.user.roles.includes("clerk")) {
      pages.push(link("/", "page.terminal"));
    }
    if (this.user.roles.includes("viewer")) {
      pages.push(link("/operations", "page.operations"));
    }
    this.replaceChildren(
      h("header", {class: "console-header"},
        h("a", {class: "skip", href: "#main"}, say("skip")),
        h("a", {class: "brand", href: "/"}, drawing("0 0 32 32", "mark", "M6 9h11a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3v-8a3 3 0 0 1 3-3z",
          "M7 19h6M7 15h3", "M23 11c2.600 3 2.600 7 0 10", "M26.500 8c4.300 4.800 4.300 11.200 0 16"), "IdRelay"),
        h("nav", {"aria-label": say("pages")}, pages.length > 1 ? pages : []),
        h("span", {class: "user"}, this.user.user),
        h("language-switch"),
        h("button", {type: "button", class: "plain", onclick: logOut}, say("logout"))));
    if (focused) {
      this.querySelector(`language-switch [lang="${focused}"]`)?.focus();
    }
  }
}
customElements.define("console-header", ConsoleHeader);
