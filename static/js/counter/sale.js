// What stands in the counter's form as a sale: amounts in minor units, or what is wrong with it.

/** Nothing: null. No amount: NaN. */
export function minorUnits(text, { digits, mark }) {
  const group = mark === "," ? "." : ",";
  const plain = text.trim().replaceAll(group, "");
  if (!plain) return null;
  const [whole, part = ""] = plain.split(mark);
  const isOne = /^\d{1,10}$/.test(whole) && /^\d*$/.test(part) && part.length <= digits && plain.split(mark).length <= 2;
  return isOne ? Number(whole + part.padEnd(digits, "0")) : NaN;
}

/** `{ amount, items, actions }`, or `{ fault }`: "amount", "price", "missing" or "sum". As `order_of` on the server. */
export function saleIn(form, money) {
  const amount = minorUnits(form.get("amount") ?? "", money);
  const items = [...itemsIn(form, money)];
  const actions = form.getAll("action");
  const said = items.reduce((sum, item) => sum + (item.amount ?? 0), 0);
  const unpriced = items.some((item) => item.amount === null);
  if ([amount, said].some(Number.isNaN)) return { fault: "amount" };
  if (items.length > 1 && unpriced) return { fault: "price" };
  if (amount === null && (unpriced || !(items.length || actions.length))) return { fault: "missing" };
  if (amount !== null && said > amount) return { fault: "sum" };
  return { amount, items, actions };
}

function* itemsIn(form, money) {
  for (let n = 0; form.has(`items-${n}-quantity`); n++) {
    const of = (name) => form.get(`items-${n}-${name}`) ?? "";
    const amount = minorUnits(of("amount"), money);
    const quantity = Number.parseInt(of("quantity"), 10) || (amount ? 1 : 0);
    if (quantity) yield { category: of("category"), sku: of("sku"), quantity, amount };
  }
}
