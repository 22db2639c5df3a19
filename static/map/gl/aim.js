/* What stands over a map that is used by keyboard alone: a frame, a cross-hair, a ring about what
 * Enter would take, what happened and what the keys do now; both are read aloud when they change.
 * Nobody else sees it.
 */
let made = 0;

export function aim(view, element) {
  const box = element("div", "xz-aim"), strip = element("div", "xz-strip");
  const said = element("p", "xz-said"), help = element("p", "xz-help");
  strip.setAttribute("role", "status");
  help.id = `xz-help-${(made += 1)}`;
  view.map.getCanvas().setAttribute("aria-describedby", help.id);
  help.append(element("span"), element("span"));
  strip.append(said, help);
  box.append(element("div", "xz-cross"), strip);
  view.box.append(box);
  let ring = null;
  const self = {
    shown: false,
    show() { self.shown = true; view.box.classList.add("xz-keyed"); },
    hide() { self.shown = false; view.box.classList.remove("xz-keyed"); self.mark(null); },
    say(text) { said.textContent = text; },
    help(...lines) {
      [...help.children].forEach((line, k) => {
        if (line.textContent !== lines[k]) { line.textContent = lines[k]; } // else it is read again
      });
    },
    carry(is) { view.box.classList.toggle("xz-carrying", is); },
    mark(at) {
      if (ring) { ring.remove(); ring = null; }
      if (at) { ring = new window.maplibregl.Marker({ element: quiet(element) }).setLngLat(at).addTo(view.map); }
    }
  };
  return self;
}

/* MapLibre gives every marker a name in words of its own: this one is for the eye alone. */
function quiet(element) {
  const ring = element("div", "xz-ring");
  ring.setAttribute("aria-hidden", "true");
  return ring;
}
