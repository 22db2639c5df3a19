/* What is carried on the map while the list changes: never taken for another row, never half done. */
const [, , folder] = process.argv;
const edit = await import(`${folder}/edit.js`);
const said = [], sent = [];
const editing = (of) => ({ edit: { of, words: {} } });
const view = {
  armed: true, data: { layers: [{ sites: [7, 3] }] },
  aim: { say: (text) => said.push(text) }, send: (message) => sent.push(message)
};
const site = { layer: { source: "places" }, properties: { number: 0, row: 1 } };
const firm = (n) => ({ layer: { source: "firms" }, properties: { n, i: 5 } });

edit.arm(view, editing("old"));
const thing = edit.known(view, site);
console.log(JSON.stringify([thing, edit.known(view, firm(1)), edit.known(view, firm(2))]));
view.carried = { thing };
edit.arm(view, editing("old")); // the same study drawn anew
console.log("carried", Boolean(view.carried));
edit.arm(view, editing("new"));
console.log("carried", Boolean(view.carried));
edit.tell(view, "move", thing, { lng: 1, lat: 2 }, "moved"); // a mouse that let go after the change
console.log(sent[0].of, sent[0].number);

edit.tell(view, "drop", edit.known(view, site), { lng: 1, lat: 2 }, "deleted");
edit.arm(view, editing("new")); // refused: the study is the same
console.log("said", said.filter(Boolean).join());
edit.arm(view, editing("newer"));
console.log("said", said.filter(Boolean).join());
