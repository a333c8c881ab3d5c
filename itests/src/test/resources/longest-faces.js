// Runs in the terminal page: a face of every document with the longest text that each field of the card can hold, and with
// characters that nobody has a font for. Answers what does not fit.
async () => {
  const {views} = await import("/assets/views.js");
  const place = document.createElement("div");
  place.id = "longest";
  document.querySelector("card-terminal").replaceWith(place);
  const same = (fields) => Object.fromEntries(Object.entries(fields).map(([key, text]) => [key, {text, words: text}]));
  const person = {sex: "男", birth: "19901212", number: "990000199012120015", validFrom: "20201212", validTo: "20401212"};
  const chinese = {name: "样例古丽·仿真江买买提艾力测试", ethnicGroup: "外国血统中国籍人士",
    address: "模拟省模拟自治州很长很长的样例县示范乡镇纸上街道办事处路88号楼七单元", issuer: "模拟省模拟自治州样例县公安局分"};
  const rare = {name: "样\uE863\u{3FFFC}", ethnicGroup: "汉", address: "模拟省\u{F0001}县\u{3FFFC}村7号", issuer: "\uE863县公安局",
    validTo: "长期", additionalAddress: "幻影市\uE863区88号"};
  const {ethnicGroup, ...permit} = chinese;
  const foreign = {name: chinese.name, nationality: "UTO"};
  for (const [document, fields] of [
    ["RESIDENT", chinese],
    ["RESIDENT", rare],
    ["HMT_PERMIT", {...permit, passNumber: "H99999999", issueCount: "01"}],
    ["FOREIGN_2017", {...foreign, englishName: "SPECIMENSKY-TESTOVICHOVA, MAXIMILIANA BARTHOLOMEA ANNA-MARIA", version: "01", issuer: "9900"}],
    ["FOREIGN_2023", {...foreign, englishName: "SPECIMENSKY-TESTOVICH, MAXIMILIANO BARTHOLOMEW", renewalCount: "02", oldNumberLink: "A01"}],
  ]) {
    const record = {document, checkDigitGood: true, fields: same({...person, ...fields})};
    place.append(views.record({record, until: performance.now() + 30000}, () => {}));
  }
  const problems = [];
  const box = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect();
  };
  for (const side of place.querySelectorAll(".side")) {
    const whole = side.getBoundingClientRect();
    const parts = [...side.querySelectorAll("dd, dt:not(.quietly), .title, .portrait")];
    parts.forEach((part, index) => {
      const one = box(part);
      if (one.left < whole.left || one.right > whole.right || one.top < whole.top || one.bottom > whole.bottom) {
        problems.push(`${side.className}: ${part.textContent} is outside`);
      }
      for (const other of parts.slice(index + 1)) {
        const two = box(other);
        const width = Math.min(one.right, two.right) - Math.max(one.left, two.left);
        const height = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
        if (width > 1 && height > 0.4 * Math.min(one.height, two.height)) { // letters are lower than their line
          problems.push(`${side.className}: ${part.textContent} is over ${other.textContent}`);
        }
      }
    });
  }
  const boxes = [...place.querySelectorAll(".no-glyph")].map((one) => one.dataset.code + one.textContent).join(" ");
  if (boxes !== "E863\uE863 3FFFC\u{3FFFC} F0001\u{F0001} 3FFFC\u{3FFFC} E863\uE863 E863\uE863") {
    problems.push(`boxes: ${boxes}`);
  }
  return problems;
}
