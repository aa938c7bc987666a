// Draws lines over the last hour. Fed by the server with JSON: {unit, series: [{name, points: [[millis, value]]}]}.
(function () {
  function colour(name) {
    const probe = document.createElement('span');
    probe.style.color = 'var(' + name + ')';
    document.body.appendChild(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  }

  window.meshworkCharts = {
    draw: function (host, json) {
      if (!window.echarts) {
        setTimeout(function () { window.meshworkCharts.draw(host, json); }, 100);
        return;
      }
      const data = JSON.parse(json);
      if (!host.meshChart) {
        host.meshChart = window.echarts.init(host);
        new ResizeObserver(function () { host.meshChart.resize(); }).observe(host);
        matchMedia('(prefers-color-scheme: dark)').addEventListener('change', function () {
          if (host.isConnected && host.meshDrawn) { window.meshworkCharts.draw(host, host.meshDrawn); }
        });
      }
      host.meshDrawn = json;
      const muted = colour('--mw-muted');
      const line = colour('--mw-line');
      const palette = ['--mw-accent', '--mw-good', '--mw-waiting', '--mw-bad'].map(colour);
      host.meshChart.setOption({
        animation: false,
        color: palette,
        textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
        grid: { left: 8, right: 12, top: 34, bottom: 8, containLabel: true },
        legend: { show: data.series.length > 1, top: 0, right: 0, textStyle: { color: muted } },
        tooltip: {
          trigger: 'axis',
          backgroundColor: colour('--mw-surface'),
          borderColor: line,
          textStyle: { color: colour('--mw-text') },
          valueFormatter: function (value) { return value.toLocaleString('en', { maximumFractionDigits: 1 }) + ' ' + data.unit; }
        },
        xAxis: { type: 'time', min: data.from, max: data.to, axisLabel: { color: muted, hideOverlap: true }, axisLine: { lineStyle: { color: line } }, splitLine: { show: false } },
        yAxis: { type: 'value', min: 0, minInterval: data.whole ? 1 : 0, axisLabel: { color: muted }, splitLine: { lineStyle: { color: line } } },
        series: data.series.map(function (series) {
          return { name: series.name, type: 'line', showSymbol: false, lineStyle: { width: 2 }, areaStyle: data.series.length === 1 ? { opacity: 0.1 } : undefined, data: series.points };
        })
      }, true);
    }
  };
})();
