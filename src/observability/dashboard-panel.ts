import { DashboardLink, DashboardPanel, DataSourceRef, FieldConfig, FieldOverride, Target, ThresholdStep } from './dashboard-json';

/** A query and what its series are called. */
export interface Query {
  readonly expr: string;
  /** Text with labels such as `{{partition}}`. */
  readonly legend: string;
}

/** What panels of all kinds say. */
export interface PanelOptions {
  /** What is seen, and when it is good or bad. */
  readonly description: string;
  /** Unit of Grafana, e.g. `percentunit`. */
  readonly unit?: string;
  /** Columns of 24. */
  readonly width?: number;
  readonly max?: number;
  readonly decimals?: number;
  /** Values from which on it is a warning, and from which on it is bad. */
  readonly warnFrom?: number;
  readonly badFrom?: number;
  /** Values up to this are bad. */
  readonly badUpTo?: number;
  /** Adds the series up. */
  readonly stacked?: boolean;
  readonly links?: readonly DashboardLink[];
}

/** A panel before it has its place. */
export type Panel = Omit<DashboardPanel, 'id' | 'gridPos'> & { readonly width: number; readonly height: number };

/** Panels under a title. */
export interface PanelRow {
  readonly title: string;
  readonly panels: readonly Panel[];
}

const datasource: DataSourceRef = { type: 'prometheus', uid: '${datasource}' };

/** One number, with its recent past behind it. */
export function stat(title: string, expr: string, options: PanelOptions): Panel {
  return {
    type: 'stat',
    title,
    description: options.description,
    width: options.width ?? 4,
    height: 4,
    datasource,
    targets: [{ ...target({ expr, legend: title }, 0), instant: false, range: true }],
    fieldConfig: fieldConfig(options),
    options: { colorMode: hasLimits(options) ? 'value' : 'none', graphMode: 'area', justifyMode: 'auto', orientation: 'auto', reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false } },
  };
}

/** Numbers over time. */
export function timeseries(title: string, queries: readonly Query[], options: PanelOptions): Panel {
  return {
    type: 'timeseries',
    title,
    description: options.description,
    width: options.width ?? 12,
    height: 8,
    datasource,
    targets: queries.map((query, index) => ({ ...target(query, index), range: true })),
    fieldConfig: fieldConfig(options, {
      drawStyle: 'line',
      fillOpacity: options.stacked ? 60 : 8,
      lineWidth: 1,
      showPoints: 'never',
      stacking: { group: 'A', mode: options.stacked ? 'normal' : 'none' },
      ...hasLimits(options) ? { thresholdsStyle: { mode: 'line' } } : {},
    }),
    options: { legend: { calcs: ['lastNotNull', 'max'], displayMode: 'table', placement: 'right', showLegend: true }, tooltip: { mode: 'multi', sort: 'desc' } },
  };
}

/** A column of a table: a query that has one value for each row. */
export interface TableColumn {
  readonly title: string;
  readonly expr: string;
  readonly unit?: string;
}

/** What is now, one row for each value of a label. */
export function table(title: string, rowLabel: string, rowTitle: string, columns: readonly TableColumn[], options: PanelOptions): Panel {
  const names = columns.map((_, index) => refId(index));
  return {
    type: 'table',
    title,
    description: options.description,
    width: options.width ?? 24,
    height: 9,
    datasource,
    targets: columns.map(({ expr }, index) => ({ ...target({ expr, legend: '' }, index), format: 'table', instant: true })),
    fieldConfig: fieldConfig(options, { align: 'auto', filterable: true }, [
      ...columns.flatMap(({ title: name, unit }) => unit === undefined ? [] : [{ matcher: { id: 'byName' as const, options: name }, properties: [{ id: 'unit', value: unit }] }]),
    ]),
    options: { showHeader: true, cellHeight: 'sm' },
    transformations: [
      { id: 'joinByField', options: { byField: rowLabel, mode: 'outer' } },
      {
        id: 'organize',
        options: {
          excludeByName: Object.fromEntries(['Time', ...names.map((_, index) => `Time ${index + 1}`)].map(name => [name, true])),
          renameByName: {
            [rowLabel]: rowTitle,
            ...columns.length === 1 ? { Value: columns[0].title } : {},
            ...Object.fromEntries(columns.map((column, index) => [`Value #${names[index]}`, column.title])),
          },
        },
      },
    ],
  };
}

/** The alerts of a cluster that fire now. */
export function firingAlerts(expr: string): Panel {
  return {
    type: 'table',
    title: 'Alerts that fire',
    description: 'Alerts of the cluster that Prometheus has firing now. Empty is good.',
    width: 24,
    height: 6,
    datasource,
    targets: [{ ...target({ expr, legend: '' }, 0), format: 'table', instant: true }],
    fieldConfig: { defaults: { custom: { align: 'auto', filterable: true } }, overrides: [] },
    options: { showHeader: true, cellHeight: 'sm' },
    transformations: [{
      id: 'organize',
      options: { excludeByName: { Time: true, Value: true, __name__: true, alertstate: true, slurm_cluster: true }, indexByName: { alertname: 0, severity: 1 }, renameByName: { alertname: 'alert' } },
    }],
  };
}

function target({ expr, legend }: Query, index: number): Target {
  return { refId: refId(index), expr, legendFormat: legend, datasource };
}

function refId(index: number): string {
  return String.fromCharCode(65 + index);
}

function hasLimits({ warnFrom, badFrom, badUpTo }: PanelOptions): boolean {
  return warnFrom !== undefined || badFrom !== undefined || badUpTo !== undefined;
}

function fieldConfig(options: PanelOptions, custom?: FieldConfig['defaults']['custom'], overrides: FieldOverride[] = []): FieldConfig {
  return {
    defaults: {
      unit: options.unit ?? 'short',
      min: 0,
      max: options.max,
      decimals: options.decimals,
      ...hasLimits(options) ? { thresholds: { mode: 'absolute', steps: steps(options) } } : {},
      mappings: [],
      links: options.links,
      custom,
    },
    overrides,
  };
}

function steps({ warnFrom, badFrom, badUpTo }: PanelOptions): ThresholdStep[] {
  if (badUpTo !== undefined) {
    return [{ color: 'red', value: null }, { color: 'green', value: badUpTo }];
  }
  return [
    { color: 'green', value: null },
    ...warnFrom === undefined ? [] : [{ color: 'orange', value: warnFrom }],
    ...badFrom === undefined ? [] : [{ color: 'red', value: badFrom }],
  ];
}
