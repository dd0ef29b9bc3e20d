"use strict";
const {rows, exercises, words, shown} = JSON.parse(document.getElementById("data").textContent);
const PAGE = 100, GOOD = "✓", WAITING = "○–";
const table = document.getElementById("students"), body = table.tBodies[0];
const heads = [...table.tHead.rows[0].cells];
const find = document.getElementById("find"), status = document.getElementById("status"), exercise = document.getElementById("exercise");
const more = document.getElementById("more"), told = document.getElementById("shown");
const byText = new Intl.Collator(document.documentElement.lang, {numeric: true}).compare;
let order = {column: 0, down: false}, page = 1;

const key = column => column === 0 ? row => row[0] : column === 1 ? row => row[1] : row => [...row[3]][column - 2];
const compare = (one, other) => typeof one === "number" ? one - other : byText(one, other);

function wanted(row) {
  if (find.value && !row[0].toLowerCase().includes(find.value.toLowerCase())) return false;
  if (!status.value) return true;
  const letters = [...row[3]];
  return exercise.value === "" ? letters.includes(status.value) : letters[exercise.value] === status.value;
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}

function line(row) {
  const made = document.createElement("tr");
  const name = element("th", "", {scope: "row"});
  name.append(element("a", row[0], {href: "feedback/" + encodeURIComponent(row[4] ?? row[0] + ".html")}));
  made.append(name, element("td", `${+row[1].toFixed(2)} / ${+row[2].toFixed(2)}`, {class: "number"}));
  [...row[3]].forEach((letter, place) => {
    const kind = letter === GOOD ? "good" : WAITING.includes(letter) ? "other" : "bad";
    made.append(element("td", letter, {class: kind, title: `${exercises[place][0]}: ${words[letter]}`}));
  });
  return made;
}

function show() {
  const of = key(order.column), chosen = rows.filter(wanted);
  chosen.sort((a, b) => (order.down ? -1 : 1) * compare(of(a), of(b)) || byText(a[0], b[0]));
  const visible = chosen.slice(0, page * PAGE);
  body.replaceChildren(...visible.map(line));
  told.textContent = shown.replace("{shown}", visible.length).replace("{total}", chosen.length);
  more.hidden = visible.length === chosen.length;
  mark(heads, order);
}

function mark(cells, {column, down}) {
  cells.forEach((cell, place) => place === column ? cell.setAttribute("aria-sort", down ? "descending" : "ascending") : cell.removeAttribute("aria-sort"));
}

heads.forEach((cell, column) => cell.querySelector("button").addEventListener("click", () => {
  order = {column, down: order.column === column ? !order.down : column === 1};
  show();
}));
for (const control of [find, status, exercise]) control.addEventListener("input", () => { page = 1; show(); });
more.addEventListener("click", () => { page += 1; show(); });
addEventListener("beforeprint", () => { page = Math.ceil(rows.length / PAGE); show(); });

for (const other of document.querySelectorAll("table.sortable")) {
  const cells = [...other.tHead.rows[0].cells];
  let now = {column: -1, down: false};
  cells.forEach((cell, column) => cell.querySelector("button").addEventListener("click", () => {
    now = {column, down: now.column === column ? !now.down : cell.classList.contains("number")};
    const value = row => { const text = row.cells[column].dataset.value ?? row.cells[column].textContent; return text !== "" && !isNaN(text) ? +text : text; };
    const sorted = [...other.tBodies[0].rows].sort((a, b) => (now.down ? -1 : 1) * compare(value(a), value(b)));
    other.tBodies[0].append(...sorted);
    mark(cells, now);
  }));
}
show();
