import { DashboardPanel } from './dashboard-json';
import { Panel, PanelRow } from './dashboard-panel';

const columns = 24;

/** Panels in their places: from left to right, a new line when one does not fit, rows under each other; numbered from 1. */
export function laidOut(rows: readonly PanelRow[]): DashboardPanel[] {
  const placed: DashboardPanel[] = [];
  let y = 0;
  for (const { title, panels } of rows.filter(row => row.panels.length > 0)) {
    placed.push({ id: placed.length + 1, type: 'row', title, gridPos: { h: 1, w: columns, x: 0, y }, collapsed: false, panels: [] });
    y++;
    for (const line of lines(panels)) {
      let x = 0;
      for (const { width, height, ...panel } of line) {
        placed.push({ id: placed.length + 1, ...panel, gridPos: { h: height, w: width, x, y } });
        x += width;
      }
      y += Math.max(...line.map(({ height }) => height));
    }
  }
  return placed;
}

function lines(panels: readonly Panel[]): Panel[][] {
  const all: Panel[][] = [];
  let free = 0;
  for (const panel of panels) {
    if (panel.width > free) {
      all.push([]);
      free = columns;
    }
    all[all.length - 1].push(panel);
    free -= panel.width;
  }
  return all;
}
