// Small plots, drawn as SVG. Each says in words what it shows to whoever does not see it.

function svg(name, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

function plot(width, height, words, ...content) {
  return svg("svg", {class: "plot", viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img", "aria-label": words}, ...content);
}

/** Reads and failures minute by minute, oldest first. */
export function bars(minutes, words) {
  const height = 100;
  const most = Math.max(5, ...minutes.map(({reads, failures}) => reads + failures));
  const bar = (at, from, count, kind) => svg("rect", {
    class: kind, x: at * 10 + 1.5, width: 7, y: height - ((from + count) / most) * height, height: (count / most) * height,
  });
  const columns = minutes.flatMap(({reads, failures}, at) => [bar(at, 0, reads, "reads"), bar(at, reads, failures, "failed")]);
  return plot(minutes.length * 10, height, words, ...columns);
}

/** How a value went, newest last. */
export function course(values, words) {
  const most = Math.max(1, ...values) * 1.15;
  const points = values.map((value, at) => `${(at / Math.max(1, values.length - 1)) * 200},${50 - (value / most) * 50}`);
  const area = points.length > 1 ? [svg("polygon", {class: "under", points: `0,50 ${points.join(" ")} 200,50`})] : [];
  return plot(200, 50, words, ...area, svg("polyline", {class: "course", points: points.join(" ")}));
}
