/* The page for workers: finds the nearest homes without asking anything of the network.
 *
 * Whatever comes from a list (names, hosts, hours) is put on the page as text, never as HTML; the
 * page's own policy (Content-Security-Policy) lets no script run but the ones it came with.
 */
(function () {
  "use strict";

  var MOST = 8, WEEK = 7 * 24 * 60, EARTH_M = 6371008.8;
  var data = JSON.parse(document.getElementById("data").textContent);
  var language = location.hash === "#en" ? "en" : "zh";
  var here = null;      // {lat, lon, name, near: [[home, metres], ...] or null}
  var shown = null;     // number of the home whose card was touched last

  function say(key, values) {
    var text = data.words[language][key];
    Object.keys(values || {}).forEach(function (name) {
      text = text.split("{" + name + "}").join(values[name]);
    });
    return text;
  }

  function make(tag, className, text) {
    var element = document.createElement(tag);
    if (className) { element.className = className; }
    if (text !== undefined) { element.textContent = text; }
    return element;
  }

  function byId(id) { return document.getElementById(id); }

  /* ---- how far ---- */
  function lineM(a, b) {
    var rad = Math.PI / 180, north = (b.lat - a.lat) * rad, east = (b.lon - a.lon) * rad;
    var h = Math.pow(Math.sin(north / 2), 2) +
      Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.pow(Math.sin(east / 2), 2);
    return 2 * EARTH_M * Math.asin(Math.sqrt(h));
  }

  function ranked() {
    if (!here) {
      return data.homes.map(function (home, k) { return { home: home, k: k, metres: null }; });
    }
    var ways = here.near || data.homes.map(function (home, k) {
      return [k, data.detour * lineM(here, home)];
    });
    var rows = ways.map(function (way) {
      return { home: data.homes[way[0]], k: way[0], metres: way[1] };
    });
    return rows.sort(function (a, b) { return a.metres - b.metres; });
  }

  function distance(metres) {
    var rounded = metres < 1000 ? Math.round(metres / 10) * 10 : Math.round(metres / 100) * 100;
    return say("distance", {
      metres: rounded < 1000 ? rounded + " " + say("m") : (rounded / 1000).toFixed(1) + " " + say("km"),
      minutes: Math.max(1, Math.ceil(metres / data.speed))
    });
  }

  /* ---- open now ---- */
  function clock(minute) {
    var m = minute % 1440, two = function (n) { return (n < 10 ? "0" : "") + n; };
    return two(Math.floor(m / 60)) + ":" + two(m % 60);
  }

  function inside(spans, minute) {
    return spans.some(function (s) { return s[0] <= minute && minute < s[1]; });
  }

  function openness(home, when) {
    if (home.planned) { return { word: "planned", state: "planned" }; }
    if (!home.spans) { return { word: "unknown", state: "unknown" }; }
    var now = ((when.getDay() + 6) % 7) * 1440 + when.getHours() * 60 + when.getMinutes();
    var is = inside(home.spans, now), k = 1;
    while (k <= WEEK && inside(home.spans, (now + k) % WEEK) === is) { k += 1; }
    if (k > WEEK) { return is ? { word: "always", state: "open" } : { word: "never", state: "shut" }; }
    var then = now + k, today = Math.floor(then / 1440) === Math.floor(now / 1440);
    var time = is && then % 1440 === 0 && then - now <= 1440 ? "24:00" :
      today ? clock(then) :
      say("day_time", { day: say("day" + Math.floor((then % WEEK) / 1440)), time: clock(then) });
    return { word: is ? "until" : "opens", state: is ? "open" : "shut", time: time };
  }

  /* ---- names: signs, pinyin, initials, slips of the pen ---- */
  function plain(text) {
    return text.normalize("NFKC").toLowerCase().replace(/[\s_\-·.:：*/、,，()（）]+/g, "");
  }

  function slips(asked, name) {  // fewest slips that make `asked` a part of `name` (Sellers 1980)
    var row = new Array(name.length + 1).fill(0);
    for (var i = 1; i <= asked.length; i += 1) {
      var before = row[0];
      row[0] = i;
      for (var j = 1; j <= name.length; j += 1) {
        var keep = row[j];
        row[j] = Math.min(row[j] + 1, row[j - 1] + 1, before + (asked[i - 1] === name[j - 1] ? 0 : 1));
        before = keep;
      }
    }
    return Math.min.apply(null, row);
  }

  function likeness(asked, typed) {
    if (asked === typed[0]) { return 100; }
    if (typed[0].indexOf(asked) >= 0) { return 95; }
    if (asked.length < 2) { return 0; }
    if (typed[1].indexOf(asked) === 0 || typed[2].indexOf(asked) === 0) { return 92; }
    if (typed[1].indexOf(asked) >= 0 || typed[2].indexOf(asked) >= 0) { return 88; }
    // One slip in three signs, or in four letters: less would make everything alike.
    var alike = function (t, least) { return asked.length < least ? 0 : 85 * (1 - slips(asked, t) / asked.length); };
    return Math.max(alike(typed[0], 3), alike(typed[1], 4));
  }

  function found(text) {
    var asked = plain(text);
    if (!asked) { return []; }
    var every = data.places.concat(data.homes.map(function (home) {
      return { name: home.name, typed: home.typed, kind: "home", lat: home.lat, lon: home.lon, near: home.near };
    }));
    return every
      .map(function (place) { return { place: place, score: likeness(asked, place.typed) }; })
      .filter(function (hit) { return hit.score >= 55; })
      .sort(function (a, b) { return b.score - a.score || a.place.name.length - b.place.name.length; })
      .slice(0, MOST);
  }

  /* ---- the map ---- */
  var map = L.map("map", { zoomControl: false, attributionControl: false, preferCanvas: true, zoomSnap: 0.25, maxZoom: 18 });
  L.control.scale({ imperial: false, maxWidth: 110 }).addTo(map);
  var zoom = L.control.zoom({ position: "topright" }).addTo(map);
  map.fitBounds(data.bounds, { animate: false });
  xuanzhi.ground(map, data.ground);
  var dots = data.homes.map(function (home, k) {
    var dot = L.marker([home.lat, home.lon], {
      icon: L.divIcon({ className: "home-dot" + (home.planned ? " planned" : ""), html: "", iconSize: [30, 30] }),
      alt: home.name, keyboard: true
    }).addTo(map);
    return dot.on("click", function () { touch(k, true); });
  });
  var me = L.marker([0, 0], { icon: L.divIcon({ className: "me-dot", html: "", iconSize: [22, 22] }), interactive: false });
  map.on("click", function (event) {
    stand({ lat: event.latlng.lat, lon: event.latlng.lng, name: null, near: null });
  });

  function fit(rows) {
    var near = (here ? rows.slice(0, 2) : rows).map(function (row) { return [row.home.lat, row.home.lon]; });
    if (here) { near.push([here.lat, here.lon]); }
    if (near.length) { map.fitBounds(L.latLngBounds(near).pad(0.18), { maxZoom: 16, animate: false }); }
    else { map.fitBounds(data.bounds, { animate: false }); }
  }

  function touch(k, scroll) {
    shown = k;
    dots.forEach(function (dot, j) {
      dot.setZIndexOffset(j === k ? 1000 : 0);
      dot.getElement().classList.toggle("chosen", j === k);
    });
    Array.prototype.forEach.call(document.querySelectorAll(".card"), function (card) {
      var is = Number(card.dataset.home) === k;
      card.classList.toggle("chosen", is);
      if (is && scroll) { card.scrollIntoView({ block: "nearest" }); }
    });
  }

  /* ---- what is on the page ---- */
  function stand(place) {
    here = place;
    shown = null;
    byId("hits").replaceChildren();
    byId("message").textContent = "";
    if (place) { me.setLatLng([place.lat, place.lon]).addTo(map); } else { me.remove(); }
    fit(draw());
  }

  function fact(text, className) { return text ? make("p", className || "fact", text) : null; }

  function card(row, number, when) {
    var home = row.home, box = make("li", "card"), head = make("div", "head");
    box.dataset.home = row.k;
    head.append(make("span", "number", String(number)), make("h3", "", home.name));
    var is = openness(home, when);
    var state = make("p", "state " + is.state, say(is.word, { time: is.time }));
    var links = make("p", "links");
    if (!home.planned) {
      links.append(make("span", "", say("go")));
      home.links.forEach(function (link) {
        var a = make("a", "", say(link[0]));
        a.href = link[1];
        a.target = "_blank";
        a.rel = "noopener noreferrer";
        links.append(a);
      });
    }
    var what = [home.kind, home.host, home.area ? say("floor", { area: home.area }) : ""].filter(Boolean).join(" · ");
    [head, row.metres === null ? null : fact(distance(row.metres), "distance"), state,
      fact(home.hours), fact(what), fact(home.services), home.planned ? null : links
    ].forEach(function (part) { if (part) { box.append(part); } });
    box.addEventListener("click", function (event) {
      if (event.target.tagName !== "A") { touch(row.k, false); map.panTo([home.lat, home.lon]); }
    });
    return box;
  }

  function draw() {
    var when = new Date(), only = byId("only").checked;
    var rows = ranked().filter(function (row) { return !only || openness(row.home, when).state === "open"; });
    if (here) { rows = rows.slice(0, MOST); }
    dots.forEach(function (dot) { dot.getElement().textContent = ""; });
    rows.forEach(function (row, k) { dots[row.k].getElement().textContent = String(k + 1); });
    byId("cards").replaceChildren.apply(byId("cards"), rows.map(function (row, k) { return card(row, k + 1, when); }));
    byId("listed").textContent = here ? say("from", { place: here.name || say("point") }) : say("all", { n: rows.length });
    byId("none").hidden = rows.length > 0;
    byId("clear").hidden = !here;
    byId("how").textContent = !here ? say("tap") : here.near ? say("rule") : say("line", { detour: data.detour });
    if (shown !== null) { touch(shown, false); }
    return rows;
  }

  function suggest() {
    var text = byId("search").value, hits = found(text);
    byId("hits").replaceChildren.apply(byId("hits"), hits.map(function (hit) {
      var item = make("li"), button = make("button", "", hit.place.name);
      button.type = "button";
      button.append(make("small", "", say(hit.place.kind)));
      button.addEventListener("click", function () { byId("search").value = hit.place.name; stand(hit.place); });
      item.append(button);
      return item;
    }));
    byId("message").textContent = text.trim() && !hits.length ? say("nothing") : "";
  }

  function locate() {
    if (!navigator.geolocation) { byId("message").textContent = say("no_position"); return; }
    byId("message").textContent = say("looking");
    navigator.geolocation.getCurrentPosition(function (at) {
      var c = at.coords;
      byId("search").value = "";
      stand({ lat: c.latitude, lon: c.longitude, name: say("mine"), near: null });
      byId("message").textContent = say("accuracy", { metres: Math.round(c.accuracy) });
    }, function () { byId("message").textContent = say("no_position"); }, { timeout: 15000, maximumAge: 60000 });
  }

  function translate() {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.title = say("title");
    Array.prototype.forEach.call(document.querySelectorAll("[data-say]"), function (element) {
      element.textContent = say(element.dataset.say);
    });
    byId("search").placeholder = say("placeholder");
    byId("search").setAttribute("aria-label", say("placeholder"));
    byId("map").setAttribute("aria-label", say("map"));
    zoom._zoomInButton.title = say("zoom_in");
    zoom._zoomOutButton.title = say("zoom_out");
    byId("notes").replaceChildren.apply(byId("notes"), data.notes[language].map(function (note) { return make("li", "", note); }));
    if (here && here.name && here.near === null) { here.name = say("mine"); }
    draw();
  }

  byId("search").addEventListener("input", suggest);
  byId("find").addEventListener("submit", function (event) {
    event.preventDefault();
    var hits = found(byId("search").value);
    if (hits.length) { stand(hits[0].place); } else { suggest(); }
  });
  byId("own").addEventListener("click", locate);
  byId("clear").addEventListener("click", function () { byId("search").value = ""; stand(null); });
  byId("only").addEventListener("change", function () { fit(draw()); });
  byId("language").addEventListener("click", function () {
    language = language === "zh" ? "en" : "zh";
    translate();
  });
  setInterval(draw, 60000);
  translate();
  fit(ranked());
})();
