import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { pathToFileURL } from 'url';
import type { AxeResults, RunOptions } from 'axe-core';
import { Browser, BrowserContext, Page } from 'playwright-core';
import { describeWithChromium, startBrowser } from './chromium';
import { gpuNodes, pageOf, treeOf, withTopology } from './pages';
import { readDocuments } from '../../src/cli/kubernetes-yaml';
import { modelFromObjects } from '../../src/model/from-objects';
import { lint } from '../../src/model/lint';
import { reportPage } from '../../src/report/report-page';
import { controller, model, nodeSet, Plain, scaledObject } from '../model/slinky-objects';

const repository = path.join(__dirname, '../..');
/** Screenshots, for people: outside git, kept by CI. */
const screenshots = path.join(repository, 'test-reports/report');

interface Case {
  readonly name: string;
  readonly nodes: number;
  readonly page: () => string;
}

function golden(name: string): string {
  const file = path.join(repository, 'test/golden', `${name}.yaml`);
  const objects = [...readDocuments(file, fs.readFileSync(file, 'utf8'))].map(({ value }) => ({ object: value }));
  const read = modelFromObjects(objects);
  return reportPage(read.clusters, {
    lint: lint(read), findingLink: () => 'https://docs.example.com/rules', findingLine: () => 1, originLine: () => 1, generator: 'slurm-constructs',
  });
}

const LARGE: readonly Plain[] = [
  ...withTopology(treeOf({ h100: 6000, h200: 2500, cpu: 1500 }), { extraConf: 'PartitionName=all Nodes=ALL MaxTime=04:00:00' }),
  gpuNodes('h100', 6000), gpuNodes('h200', 2500, 'gpu:h200:8'), gpuNodes('cpu', 1500, 'gpu:0'),
];

const MIXED: readonly Plain[] = [
  controller({ clusterName: 'east' }), ...'abcdefghij'.split('').map((letter, index) => gpuNodes(letter, 30, `gpu:${letter}100:${index + 1}`)),
  scaledObject('slurm-worker-c', { maxReplicaCount: 50 }), nodeSet({ scalingMode: 'DaemonSet' }),
  controller({ clusterName: 'west', extraConf: '' }, 'slurm', 'west'), nodeSet({ replicas: 3 }, 'slurm-worker-w', 'west'),
];

const CASES: readonly Case[] = [
  { name: 'gpu-training', nodes: 1024, page: () => golden('gpu-training') },
  { name: 'nvl72', nodes: 88, page: () => golden('nvl72') },
  { name: 'large', nodes: 10_000, page: () => pageOf(LARGE, { lint: lint(model(...LARGE)) }) },
  { name: 'mixed', nodes: 323, page: () => pageOf(MIXED, { lint: lint(model(...MIXED)) }) },
];

const RULES_OF_AXE: RunOptions = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] };

describeWithChromium('the report in a browser', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slurm-constructs-report-'));
    fs.mkdirSync(screenshots, { recursive: true });
    CASES.forEach(({ name, page }) => fs.writeFileSync(path.join(folder, `${name}.html`), page()));
    browser = await startBrowser();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    fs.rmSync(folder, { recursive: true });
  });

  /** Opens a page and fails when it complains or asks for anything beside itself. */
  async function open(name: string, use: (page: Page) => Promise<void>, options: Parameters<Browser['newContext']>[0] = {}): Promise<void> {
    const context: BrowserContext = await browser.newContext(options);
    try {
      const page = await context.newPage();
      const heard: string[] = [];
      const url = pathToFileURL(path.join(folder, `${name}.html`)).href;
      page.on('console', message => heard.push(message.text()));
      page.on('pageerror', error => heard.push(error.message));
      page.on('request', request => request.url() === url || request.url().startsWith('data:') || heard.push(`asks for ${request.url()}`));
      await page.goto(url);
      await use(page);
      expect(heard).toEqual([]);
    } finally {
      await context.close();
    }
  }

  const VIEWS = [
    { view: 'desktop', options: { viewport: { width: 1280, height: 900 } } },
    { view: 'desktop-dark', options: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' as const } },
    { view: 'phone', options: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } },
  ];

  test.each(CASES.flatMap(each => VIEWS.map(view => ({ ...each, ...view }))))('$name on a $view: all nodes, no complaint, no request, nothing wider than the screen', async ({ name, nodes, view, options }) => {
    await open(name, async page => {
      expect(await page.locator('.places path:not(.pip)').count()).toBe(nodes);
      const { content, screen } = await page.evaluate<{ content: number; screen: number }>('({ content: document.documentElement.scrollWidth, screen: document.documentElement.clientWidth })');
      expect(content).toBe(screen);
      await page.screenshot({ path: path.join(screenshots, `${name}-${view}.png`) });
    }, options);
  }, 60_000);

  // Colours do not depend on the number of nodes, and axe takes its time with many.
  const SCHEMES = CASES.flatMap(each => ['light' as const, 'dark' as const].filter(scheme => scheme === 'light' || each.nodes < 2000).map(colorScheme => ({ ...each, colorScheme })));

  test.each(SCHEMES)('$name in $colorScheme colours is accessible by the rules of axe', async ({ name, colorScheme }) => {
    await open(name, async page => {
      await page.locator('details').evaluateAll(parts => parts.forEach(part => part.setAttribute('open', '')));
      await page.evaluate(fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
      const { violations } = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(RULES_OF_AXE)})`);
      expect(violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`)).toEqual([]);
    }, { colorScheme, viewport: { width: 1280, height: 900 } });
  }, 240_000);

  test('all nodes can be walked with a few tab stops, and each says where it is', async () => {
    await open('nvl72', async page => {
      const slider = page.getByRole('slider', { name: 'Node' });
      await slider.focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowRight');
      expect(await slider.getAttribute('aria-valuetext')).toBe('rack1-01, rack1: B rack1 · 4 × gpu:gb200 · in rack, train');
      await page.keyboard.press('PageDown');
      expect(await slider.getAttribute('aria-valuetext')).toBe('rack2-00, rack2: C rack2 · 4 × gpu:gb200 · in rack, train');
      await page.keyboard.press('End');
      expect(await slider.getAttribute('aria-valuetext')).toBe('cpu-15, cpu: A cpu · in cpu · comes and goes with demand');
      expect(await page.locator('.places .at').count()).toBe(1);
      const stops = await page.locator('.map').evaluate(map => map.querySelectorAll('[tabindex="0"],a,button,input:not([type=radio])').length);
      expect(stops).toBe(1);
    });
  });

  test('a node tells about itself under the pointer', async () => {
    await open('gpu-training', async page => {
      await page.locator('.places path').nth(42).hover();
      expect(await page.locator('.told').innerText()).toBe('h100-0042, [0000-0063]: A h100 · 8 × gpu:h100 · in scavenge, train, urgent');
    });
  });

  test('a partition that is picked out leaves the nodes of others behind', async () => {
    await open('nvl72', async page => {
      const opacity = (node: number) => page.evaluate<string>(`getComputedStyle(document.querySelectorAll('.places path:not(.pip)')[${node}].parentElement).opacity`);
      expect([await opacity(0), await opacity(87)]).toEqual(['1', '1']);
      await page.getByRole('radio', { name: 'train' }).check({ force: true });
      expect([await opacity(0), Number(await opacity(87)) < 0.5]).toEqual(['1', true]);
    });
  });

  test.each([390, 1280])('lines of slurm.conf tell their origin on hover and on focus, %d pixels wide', async width => {
    await open('nvl72', async page => {
      const line = page.locator('.conf li', { hasText: 'SlurmUser=slurm' });
      const isSeen = () => page.evaluate<boolean>(`(() => {
        const line = [...document.querySelectorAll('.conf li')].find(each => each.textContent.startsWith('SlurmUser=slurm'));
        const { clipPath, visibility } = getComputedStyle(line.querySelector('.from'));
        return clipPath === 'none' && visibility === 'visible';
      })()`);
      expect(await isSeen()).toBe(false);
      await line.hover();
      expect(await isSeen()).toBe(true);
      await page.mouse.move(0, 0);
      await page.locator('.conf li').first().focus();
      for (let step = 0; step < 3; step++) {
        await page.keyboard.press('ArrowDown');
      }
      expect(await isSeen()).toBe(true);
      expect(await page.locator('.conf [tabindex="0"]').count()).toBe(1);
    }, { viewport: { width, height: 800 } });
  });

  test('without scripts the page still has the map, its table and the origins', async () => {
    await open('nvl72', async page => {
      expect(await page.locator('.places path:not(.pip)').count()).toBe(88);
      expect(await page.locator('.walker').isVisible()).toBe(false);
      await page.getByText('The map as a table').click();
      expect(await page.getByText('rack4-[00-17]').first().isVisible()).toBe(true);
    }, { javaScriptEnabled: false });
  });

  test.each(CASES)('$name prints on paper, which lies across for a large map', async ({ name, nodes }) => {
    await open(name, async page => {
      const pdf = await page.pdf({ path: path.join(screenshots, `${name}.pdf`), format: 'A4' });
      const sheets = [...pdf.toString('latin1').matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => Number(width) > Number(height));
      expect(sheets[0]).toBe(false);
      expect(sheets.includes(true)).toBe(nodes > 256);
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize({ width: 688, height: 970 });
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(688);
      await page.screenshot({ path: path.join(screenshots, `${name}-print.png`) });
    });
  }, 60_000);
});
