// Draws the mesh: regions as boxes, brokers in them, links between them. Fed by the server with JSON.
(function () {
  function colour(name) {
    const probe = document.createElement('span');
    probe.style.color = 'var(' + name + ')';
    document.body.appendChild(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  }

  // Names and loops stand outside the ring that links span, so that neither lies on a link: on a wide map names above or
  // below and loops to the left or right, on a narrow one names to the left and loops to the right.
  function style(narrow) {
    const text = colour('--mw-text');
    const muted = colour('--mw-muted');
    const line = colour('--mw-line');
    const surface = colour('--mw-surface');
    const sunken = colour('--mw-sunken');
    const accent = colour('--mw-accent');
    const bad = colour('--mw-bad');
    const waiting = colour('--mw-waiting');
    const font = getComputedStyle(document.body).fontFamily;
    return [
      { selector: 'node', style: { 'font-family': font, 'font-size': 13, color: text, label: 'data(label)' } },
      { selector: 'node.region', style: { shape: 'round-rectangle', 'background-color': sunken, 'background-opacity': 1, 'border-color': line, 'border-width': 1, 'font-size': 14, 'font-weight': 600, 'text-valign': narrow ? 'center' : 'top', 'text-halign': narrow ? 'left' : 'center', 'text-margin-x': narrow ? -8 : 0, 'text-margin-y': narrow ? 0 : -6, padding: 28, color: muted } },
      { selector: 'node.low', style: { 'text-valign': 'bottom', 'text-margin-y': 6 } },
      { selector: 'node.broker', style: { shape: 'round-rectangle', width: 'label', height: 34, padding: 10, 'background-color': surface, 'border-width': 2, 'border-color': accent, 'text-valign': 'center', 'font-weight': 600 } },
      { selector: 'node.away', style: { 'border-color': bad, 'border-style': 'dashed' } },
      { selector: 'edge', style: { width: 'data(width)', 'curve-style': 'bezier', 'control-point-step-size': 110, 'target-arrow-shape': 'triangle', 'line-color': accent, 'target-arrow-color': accent, label: 'data(label)', 'font-family': font, 'font-size': 11, color: text, 'text-background-color': surface, 'text-background-opacity': 1, 'text-background-padding': 3, 'text-background-shape': 'round-rectangle', 'loop-direction': '90deg', 'loop-sweep': '50deg' } },
      { selector: 'edge.leftward', style: { 'loop-direction': '-90deg' } },
      { selector: 'edge.waiting', style: { 'line-color': waiting, 'target-arrow-color': waiting, 'line-style': 'dashed' } },
      { selector: 'edge.bad', style: { 'line-color': bad, 'target-arrow-color': bad, 'line-style': 'dashed' } },
      { selector: ':selected', style: { 'overlay-color': accent, 'overlay-opacity': 0.14, 'overlay-padding': 6 } }
    ];
  }

  // On a phone the ellipse stands upright, so that names stay legible.
  const NARROW = 560;

  // Regions stand on an ellipse, brokers of one region below each other: the same mesh always looks the same.
  function place(data, narrow) {
    const places = {};
    const wide = data.regions.length;
    data.regions.forEach(function (region, index) {
      const angle = wide === 1 ? 0 : Math.PI + (2 * Math.PI * index) / wide;
      const radius = wide === 1 ? 0 : Math.max(240, wide * 90);
      const along = Math.cos(angle) * radius;
      const across = Math.sin(angle) * radius * 0.62;
      const x = narrow ? across : along;
      const y = narrow ? along * 0.5 : across;
      region.brokers.forEach(function (broker, row) {
        places['broker:' + broker.name] = { x: x, y: y + (row - (region.brokers.length - 1) / 2) * 110 };
      });
    });
    return places;
  }

  function elements(data, narrow) {
    const places = place(data, narrow);
    const all = [];
    data.regions.forEach(function (region) {
      const low = !narrow && region.brokers.length > 0 && places['broker:' + region.brokers[region.brokers.length - 1].name].y > 120;
      all.push({ data: { id: 'region:' + region.name, label: region.name }, classes: 'region' + (low ? ' low' : ''), selectable: false });
      region.brokers.forEach(function (broker) {
        const id = 'broker:' + broker.name;
        all.push({
          data: { id: id, label: broker.name, parent: 'region:' + region.name },
          classes: 'broker' + (broker.away ? ' away' : ''),
          position: places[id]
        });
      });
    });
    data.edges.forEach(function (edge) {
      all.push({
        data: { id: edge.id, source: 'broker:' + edge.from, target: 'broker:' + edge.to, label: edge.label, width: edge.width },
        classes: edge.tone + (!narrow && places['broker:' + edge.from].x < -1 ? ' leftward' : '')
      });
    });
    return all;
  }

  function shape(data, narrow) {
    return JSON.stringify([narrow, data.regions.map(function (r) { return [r.name, r.brokers.map(function (b) { return b.name; })]; }), data.edges.map(function (e) { return e.id; })]);
  }

  // All of it, yet never larger than life.
  function fit(graph) {
    graph.fit(undefined, 36);
    if (graph.zoom() > 1.25) {
      graph.zoom(1.25);
      graph.center();
    }
  }

  window.meshworkMap = {
    draw: function (host, json) {
      if (!window.cytoscape) {
        setTimeout(function () { window.meshworkMap.draw(host, json); }, 100);
        return;
      }
      const data = JSON.parse(json);
      const narrow = host.clientWidth < NARROW;
      const now = shape(data, narrow);
      if (!host.meshGraph) {
        host.meshGraph = window.cytoscape({ container: host, elements: [], style: style(narrow), minZoom: 0.3, maxZoom: 2.5, wheelSensitivity: 0.2, userZoomingEnabled: false, boxSelectionEnabled: false });
        host.meshGraph.on('tap', 'node.broker, edge', function (event) { host.$server.picked(event.target.id()); });
        new ResizeObserver(function () {
          host.meshGraph.resize();
          if (host.meshDrawn && host.clientWidth > 0) { window.meshworkMap.draw(host, host.meshDrawn); }
          fit(host.meshGraph);
        }).observe(host);
        matchMedia('(prefers-color-scheme: dark)').addEventListener('change', function () {
          if (host.isConnected) { host.meshGraph.style(style(host.clientWidth < NARROW)); }
        });
      }
      host.meshDrawn = json;
      const graph = host.meshGraph;
      if (host.meshShape !== now) {
        host.meshShape = now;
        graph.elements().remove();
        graph.add(elements(data, narrow));
        graph.style(style(narrow));
        fit(graph);
      } else {
        elements(data, narrow).forEach(function (element) {
          const known = graph.getElementById(element.data.id);
          known.data(element.data);
          known.classes(element.classes);
        });
        graph.style(style(narrow));
      }
    }
  };
})();
