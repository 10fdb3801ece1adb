/*
 * The part of Grafana's classic dashboard model that dashboards here use; Grafana 11 to 13 read it.
 */

/** Where data come from. */
export interface DataSourceRef {
  readonly type: 'prometheus';
  readonly uid: string;
}

/** A query of a panel. */
export interface Target {
  readonly refId: string;
  readonly expr: string;
  readonly legendFormat: string;
  readonly datasource: DataSourceRef;
  readonly instant?: boolean;
  readonly range?: boolean;
  readonly format?: 'table';
}

/** A value from which on something has a colour. */
export interface ThresholdStep {
  readonly color: string;
  readonly value: number | null;
}

/** A link to another dashboard. */
export interface DashboardLink {
  readonly title: string;
  readonly url: string;
  readonly type?: 'link';
  readonly keepTime?: boolean;
  readonly includeVars?: boolean;
  readonly targetBlank?: boolean;
}

/** A change of how one field of a panel is shown. */
export interface FieldOverride {
  readonly matcher: { readonly id: 'byName'; readonly options: string };
  readonly properties: readonly { readonly id: string; readonly value: unknown }[];
}

/** How the fields of a panel are shown. */
export interface FieldConfig {
  readonly defaults: {
    readonly unit?: string;
    readonly min?: number;
    readonly max?: number;
    readonly decimals?: number;
    readonly thresholds?: { readonly mode: 'absolute'; readonly steps: readonly ThresholdStep[] };
    readonly mappings?: readonly object[];
    readonly links?: readonly DashboardLink[];
    readonly custom?: { readonly [option: string]: unknown };
  };
  readonly overrides: readonly FieldOverride[];
}

/** A panel. */
export interface DashboardPanel {
  readonly id: number;
  readonly type: 'row' | 'stat' | 'timeseries' | 'table';
  readonly title: string;
  readonly gridPos: { readonly h: number; readonly w: number; readonly x: number; readonly y: number };
  readonly description?: string;
  readonly collapsed?: boolean;
  readonly panels?: readonly DashboardPanel[];
  readonly datasource?: DataSourceRef;
  readonly targets?: readonly Target[];
  readonly fieldConfig?: FieldConfig;
  readonly options?: { readonly [option: string]: unknown };
  readonly transformations?: readonly { readonly id: string; readonly options: object }[];
}

/** A variable of a dashboard. */
export interface DashboardVariable {
  readonly type: 'datasource' | 'query';
  readonly name: string;
  readonly label: string;
  readonly query: string | { readonly query: string; readonly refId: string };
  readonly current: object;
  readonly definition?: string;
  readonly datasource?: DataSourceRef;
  readonly refresh?: number;
  readonly sort?: number;
  readonly includeAll?: boolean;
  readonly multi?: boolean;
  readonly allValue?: string;
}

/** A dashboard as Grafana reads it from a file. */
export interface DashboardJson {
  readonly id: null;
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly links: readonly DashboardLink[];
  readonly panels: readonly DashboardPanel[];
  readonly templating: { readonly list: readonly DashboardVariable[] };
  readonly annotations: { readonly list: readonly object[] };
  readonly time: { readonly from: string; readonly to: string };
  readonly timepicker: object;
  readonly timezone: 'browser';
  readonly refresh: string;
  readonly editable: boolean;
  readonly graphTooltip: 1;
  readonly schemaVersion: 41;
  readonly version: 1;
}

/** The text of a dashboard, with a line for each panel and each variable, so that a change is seen where it is. */
export function dashboardText(dashboard: DashboardJson): string {
  const lines = (items: readonly object[]) => items.length === 0 ? '[]' : `[\n${items.map(item => JSON.stringify(item)).join(',\n')}\n]`;
  const fields = Object.entries(dashboard).map(([key, value]) => {
    const text = key === 'panels' ? lines(dashboard.panels) : key === 'templating' ? `{"list":${lines(dashboard.templating.list)}}` : JSON.stringify(value);
    return `${JSON.stringify(key)}:${text}`;
  });
  return `{\n${fields.join(',\n')}\n}\n`;
}
