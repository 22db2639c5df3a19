/* Draws what geo/draw hands over. Needs Leaflet only.
 *
 * Every text in a spec is HTML that geo/draw/safe.py has escaped; nothing here builds HTML from
 * anything else but those texts and numbers. All shapes a person can point at share one canvas, so
 * that no layer hides another from the mouse; the base map lies in a pane of its own below.
 */
(function () {
  "use strict";

  var LEGEND = 272; // pixels: the widest that map.css lets it be; the style may still be on its way

  /* ---- shapes on canvas: not by colour alone ---- */
  var CORNERS = {
    square: [[-1, -1], [1, -1], [1, 1], [-1, 1]],
    diamond: [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]],
    triangle: [[0, -1.35], [1.25, 0.85], [-1.25, 0.85]]
  };

  L.Canvas.include({
    _updateShape: function (layer) {
      if (!this._drawing || layer._empty()) { return; }
      var at = layer._point, r = Math.max(layer._radius, 1), ctx = this._ctx;
      var corners = CORNERS[layer.options.shape];
      ctx.beginPath();
      if (corners) {
        corners.forEach(function (c, k) { ctx[k ? "lineTo" : "moveTo"](at.x + c[0] * r, at.y + c[1] * r); });
        ctx.closePath();
      } else if (layer.options.shape === "cross") {
        ctx.moveTo(at.x - r, at.y - r); ctx.lineTo(at.x + r, at.y + r);
        ctx.moveTo(at.x + r, at.y - r); ctx.lineTo(at.x - r, at.y + r);
      } else {
        ctx.arc(at.x, at.y, r, 0, Math.PI * 2, false);
      }
      this._fillStroke(ctx, layer);
    }
  });

  var Shape = L.CircleMarker.extend({
    _updatePath: function () { this._renderer._updateShape(this); }
  });

  /* ---- what opens on a click ---- */
  function describe(layer, tip, labels, cells, title) {
    layer.bindTooltip(tip, { direction: "top", sticky: false, opacity: 0.95 });
    if (!labels) { return layer; }
    // Built when it is opened: ten thousand popups are never made at once.
    return layer.bindPopup(function () {
      var box = document.createElement("div");
      box.className = "xz-card";
      box.innerHTML = "<b>" + (title || tip) + "</b><table>" + labels.map(function (label, k) {
        return cells[k] === "" ? "" : "<tr><th>" + label + "</th><td>" + cells[k] + "</td></tr>";
      }).join("") + "</table>";
      return box;
    }, { maxWidth: 320, maxHeight: 260 });
  }

  /* The text of HTML that was escaped, for an attribute. */
  function plain(html) {
    var box = document.createElement("div");
    box.innerHTML = html;
    return box.textContent;
  }

  var renderers = {};
  function base(map) {
    if (!map.getPane("xz-base")) {
      var pane = map.createPane("xz-base");
      pane.style.zIndex = 250;
      pane.style.pointerEvents = "none";
      renderers[L.stamp(map)] = L.canvas({ pane: "xz-base", padding: 0.5 });
    }
    return renderers[L.stamp(map)];
  }

  var xuanzhi = window.xuanzhi = {};

  /* rows: [lat, lon, radius px, style number, tooltip, cells] */
  xuanzhi.points = function (spec) {
    return L.featureGroup(spec.rows.map(function (row) {
      var look = L.extend({ radius: row[2] }, spec.styles[row[3]]);
      return describe(new Shape([row[0], row[1]], look), row[4], spec.labels, row[5], row[6]);
    }));
  };

  /* rows: [lat, lon, symbol number, tooltip, cells, number or 0] */
  xuanzhi.homes = function (spec) {
    return L.featureGroup(spec.rows.map(function (row) {
      var symbol = spec.symbols[row[2]], half = symbol.size / 2;
      var icon = L.divIcon({
        className: "xz-home",
        html: symbol.svg.replace("#number", row[5] || ""),
        iconSize: [symbol.size, symbol.size],
        iconAnchor: [half, half],
        tooltipAnchor: [0, -half],
        popupAnchor: [0, -half]
      });
      var marker = L.marker([row[0], row[1]], {
        icon: icon, zIndexOffset: symbol.above, alt: row[6], title: "", riseOnHover: true
      });
      // A sign drawn by us is no picture with an alt: what is read aloud is a label.
      marker.on("add", function () { marker.getElement().setAttribute("aria-label", plain(row[3])); });
      return describe(marker, row[3], spec.labels, row[4]);
    }));
  };

  /* rows: [rings as lists of lat, lon; style number; tooltip or ""] */
  xuanzhi.areas = function (spec) {
    return L.featureGroup(spec.rows.map(function (row) {
      var look = L.extend({ interactive: row[2] !== "" }, spec.styles[row[1]]);
      var area = L.polygon(row[0], L.extend({ smoothFactor: 0.3 }, look));
      return row[2] === "" ? area : area.bindTooltip(row[2], { sticky: true });
    }));
  };

  /* rows: [points as lat, lon; style number] */
  xuanzhi.lines = function (spec) {
    return L.featureGroup(spec.rows.map(function (row) {
      return L.polyline(row[0], L.extend({ interactive: false }, spec.styles[row[1]]));
    }));
  };

  /* The base map: outline and streets in light grey, below everything, deaf to the mouse. */
  xuanzhi.ground = function (map, spec) {
    var options = { renderer: base(map), pane: "xz-base", interactive: false };
    if (spec.outline.length) {
      L.polygon(spec.outline, L.extend({}, options, spec.outline_style)).addTo(map);
    }
    if (spec.streets.length) {
      L.polyline(spec.streets, L.extend({ smoothFactor: 1.2 }, options, spec.street_style)).addTo(map);
    }
  };

  /* Leaflet's own words, in the reader's language; inside a frame the page itself has none yet. */
  function name(map, spec) {
    document.documentElement.lang = spec.lang;
    var box = map.getContainer(), switches = box.querySelector(".leaflet-control-layers-toggle");
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", plain(spec.map));
    if (switches) { switches.title = plain(spec.layers); }
    map.on("popupopen", function (event) {
      var close = event.popup.getElement().querySelector(".leaflet-popup-close-button");
      if (close) { close.setAttribute("aria-label", plain(spec.close)); }
    });
  }

  /* Around the map: zoom, scale bar, north, legend, sources; layers keep their order. */
  xuanzhi.frame = function (map, spec, layers) {
    name(map, spec);
    L.control.zoom({ position: "topleft", zoomInTitle: spec.zoom_in, zoomOutTitle: spec.zoom_out }).addTo(map);
    corner(map, "topleft", "xz-north", spec.north);
    L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 140 }).addTo(map);
    if (map.attributionControl) {
      map.attributionControl.setPrefix("Leaflet");
      spec.credits.forEach(function (credit) { map.attributionControl.addAttribution(credit); });
    }
    var key = spec.legend && corner(map, "bottomright", "xz-legend", spec.legend);
    map.on("overlayadd", function () {
      layers.forEach(function (layer) {
        if (map.hasLayer(layer) && layer.bringToFront) { layer.bringToFront(); }
      });
    });
    var fitted = false, small = null;
    function fit() {
      map.invalidateSize();
      // On a small map the legend would hide what it explains: it is folded.
      if (key && map.getSize().x > 0 && small !== map.getSize().x < 640) {
        small = map.getSize().x < 640;
        key.querySelector("details").open = !small;
      }
      // A map born inside a hidden tab has no size yet: fit it when it is shown.
      if (!fitted && map.getSize().x > 0 && map.getSize().y > 0) {
        // Nothing starts under the legend where there is room beside it.
        var beside = key && map.getSize().x > 900 ? Math.min(key.offsetWidth, LEGEND) : 0;
        map.fitBounds(spec.bounds, {
          paddingTopLeft: [18 + beside / 3, 18], paddingBottomRight: [18 + beside, 18], animate: false
        });
        fitted = true;
      }
    }
    fit();
    xuanzhi.keys(map, spec);
    if (window.ResizeObserver) { new ResizeObserver(fit).observe(map.getContainer()); }
  };

  /* Maps of one place beside one another: where one goes, all go. */
  xuanzhi.link = function (maps) {
    var leader = null;
    maps.forEach(function (map) {
      map.on("move zoomend", function () {
        if (leader || !map.getSize().x) { return; }
        leader = map;
        maps.forEach(function (other) {
          if (other !== map && other.getSize().x) {
            other.setView(map.getCenter(), map.getZoom(), { animate: false });
          }
        });
        leader = null;
      });
    });
  };

  function corner(map, position, className, html) {
    var control = L.control({ position: position });
    control.onAdd = function () {
      var box = L.DomUtil.create("div", "leaflet-bar " + className);
      box.innerHTML = html;
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    };
    return control.addTo(map).getContainer();
  }
})();
