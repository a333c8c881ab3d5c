import {legible} from "./characters.js";
import {h} from "./dom.js";
import {say} from "./words.js";

// A card's face in its real layout. Labels are those of the plastic, in whatever language the page is.

const SILHOUETTE = "M51 12c-15 0-24 11-24 26 0 17 11 31 24 31s24-14 24-31c0-15-9-26-24-26zM6 126c0-26 18-44 45-44s45 18 45 44z";

function silhouette() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 102 126");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", say("photo.none"));
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SILHOUETTE);
  svg.append(path);
  return svg;
}

/** 20200101 as 2020.01.01; 长期 and the like as they are. */
function dotted(text) {
  return /^\d{8}$/.test(text) ? `${text.slice(0, 4)}.${text.slice(4, 6)}.${text.slice(6)}` : text;
}

/** Shows `record`, as /records/current answers; `photo` is the address of a picture, once there is one. */
class CardFace extends HTMLElement {
  set record(record) {
    this.shown = record;
    this.url = null;
    this.draw();
  }

  set photo(url) {
    this.url = url;
    this.querySelector(".portrait")?.replaceChildren(this.portrait());
  }

  /** Takes everything personal off the page; what is left is a card without a holder. */
  mask() {
    const fields = Object.fromEntries(Object.keys(this.shown.fields).map((key) => [key, {text: "", words: ""}]));
    this.shown = {document: this.shown.document, fields};
    this.url = null;
    this.masked = true;
    this.draw();
  }

  draw() {
    const foreign = this.shown.document.startsWith("FOREIGN");
    const kind = foreign ? "foreign" : this.shown.document === "HMT_PERMIT" ? "permit" : "resident";
    this.classList.toggle("masked", Boolean(this.masked));
    const side = (name, ...content) =>
      h("section", {class: `side ${name} ${kind}`, lang: "zh-CN", "aria-label": say(`face.${name}`)}, h("div", {class: "inside"}, content));
    this.replaceChildren(
      foreign ? side("front", this.foreignFront()) : side("front", this.front()),
      foreign ? side("back", this.foreignBack()) : side("back", this.back()));
  }

  front() {
    return [
      h("dl", {class: "fields"},
        this.row("name", "姓名", this.words("name")),
        this.row("sex half", "性别", this.words("sex")),
        this.shown.fields.ethnicGroup ? this.row(this.isLong("ethnicGroup", 6) ? "group half long" : "group half", "民族", this.words("ethnicGroup")) : null,
        this.row("birth", "出生", this.birth()),
        this.row("address", "住址", this.words("address"))),
      h("div", {class: "portrait"}, this.portrait()),
      h("dl", {class: "number"}, h("dt", {}, "公民身份号码"), this.value(this.words("number")))];
  }

  back() {
    const permit = this.shown.document === "HMT_PERMIT";
    const name = permit ? (/^83/.test(this.text("number")) ? "台湾居民居住证" : "港澳居民居住证") : "居民身份证";
    return [
      permit ? null : h("span", {class: "emblem", "aria-hidden": "true"}),
      h("p", {class: permit ? "title long" : "title"}, "中华人民共和国", h("strong", {}, permit && this.masked ? "居住证" : name)),
      h("dl", {},
        this.row("issuer", "签发机关", this.words("issuer")),
        this.row("validity", "有效期限", this.validity()),
        permit ? this.row("pass", "通行证号码", this.words("passNumber")) : null,
        permit ? this.row("count", "签发次数", this.words("issueCount")) : null)];
  }

  foreignFront() {
    return [
      h("p", {class: "title"}, "中华人民共和国外国人永久居留身份证",
        h("small", {lang: "en"}, "People's Republic of China · Foreign Permanent Resident ID Card")),
      h("dl", {class: "fields"},
        this.row("name", "姓名 / Name", this.words("name")),
        h("div", {class: this.isLong("englishName", 40) ? "row english long" : "row english"},
          h("dt", {class: "quietly"}, "Name"), this.value(this.words("englishName"), "en")),
        this.row("sex half", "性别 / Sex", this.words("sex")),
        this.row("birth half", "出生日期 / Date of Birth", dotted(this.text("birth"))),
        this.row("nationality half", "国籍 / Nationality", this.words("nationality")),
        this.row("validity half", "有效期限 / Period of Validity", this.validity())),
      h("div", {class: "portrait"}, this.portrait()),
      h("dl", {class: "number"}, h("dt", {}, "证件号码 / ID No."), this.value(this.words("number")))];
  }

  foreignBack() {
    const more = this.shown.document === "FOREIGN_2023"
      ? [["换证次数 / Renewals", "renewalCount"], ["既往证件号码关联项 / Former No.", "oldNumberLink"]]
      : [["受理机关代码 / Authority", "issuer"], ["证件版本号 / Version", "version"]];
    return [
      h("p", {class: "title long"}, "中华人民共和国", h("strong", {}, "永久居留身份证")),
      h("dl", {}, more.map(([label, key]) => this.row(key, label, this.words(key))))];
  }

  row(name, label, value) {
    return h("div", {class: `row ${name}`}, h("dt", {}, label), this.value(value));
  }

  value(content, lang = null) {
    return h("dd", {lang}, this.masked ? h("span", {class: "veil"}) : typeof content === "string" ? legible(content) : content);
  }

  words(key) {
    return this.shown.fields[key]?.words ?? "";
  }

  /** Whether it needs smaller letters. */
  isLong(key, letters) {
    return this.words(key).length > letters;
  }

  text(key) {
    return this.shown.fields[key]?.text ?? "";
  }

  birth() {
    const parts = /^(\d{4})(\d\d)(\d\d)$/.exec(this.text("birth"));
    if (!parts) {
      return this.words("birth");
    }
    return [parts[1], h("b", {}, "年"), String(Number(parts[2])), h("b", {}, "月"), String(Number(parts[3])), h("b", {}, "日")];
  }

  validity() {
    return `${dotted(this.text("validFrom"))}-${dotted(this.text("validTo"))}`;
  }

  portrait() {
    return this.url ? h("img", {src: this.url, alt: say("photo.alt")}) : silhouette();
  }
}
customElements.define("card-face", CardFace);
