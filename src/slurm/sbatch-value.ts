import { FeatureExpression } from './features';
import { Gres } from './gres';
import { Hostlist } from './hostlist';
import { Memory } from './memory';
import { NodeCount } from './node-count';
import { SbatchOption, SbatchValueKind } from './sbatch-option';
import { didYouMean } from './spelling';
import { shifted, TextIssue } from './text-issue';
import { TimeLimit } from './time-limit';
import { Tres } from './tres';

const NICE_LIMIT = 2_147_483_645;
const UINT_LIMIT = 4_294_967_293;
const WORD_SEPARATOR = ',';
const CLOCK = '(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d)?(?: ?[AP]M)?';
const DATETIME = new RegExp([
  `^${CLOCK}$`,
  '^\\d{4}(?:\\d{2})?$',
  '^\\d{1,2}/\\d{1,2}(?:/\\d{2})?$',
  '^\\d{1,2}\\.\\d{1,2}(?:\\.\\d{2})?$',
  `^\\d{4}-\\d{1,2}-\\d{1,2}(?:[T ]${CLOCK})?$`,
  '^now(?:\\+\\d+(?:(?:second|minute|hour|day|week)s?)?)?$',
  '^(?:today|tomorrow|midnight|noon|fika|teatime)$',
  '^uts\\d+$',
].join('|'), 'i');
const DEPENDENCY = /^(?:singleton|(?:after|afterany|afterok|afternotok|afterburstbuffer|aftercorr)(?::\d+(?:_(?:\d+|\*))?(?:\+\d+)?)+)$/;
const LICENSE = /^[^\s,|:@]+(?:@[^\s,|:@]+)?(?::\d+)?$/;
const ARRAY_PART = /^(\d+)(?:-(\d+)(?::(\d+))?)?$/;
const FREQUENCY = /^(?:(?:task|energy|network|filesystem)=)?\d+$/;
const LEVEL = '(?:block|cyclic|fcyclic|\\*)';
const DISTRIBUTION = new RegExp(`^(?:(?:block|cyclic|arbitrary|plane(?:=\\d+)?|\\*)(?::${LEVEL}){0,2})?(?:(?:^|,)(?:No)?Pack)?$`, 'i');

/** What sbatch or slurmctld would refuse in the value of an option, with places counted from the start of the value. */
export function checkSbatchValue(option: SbatchOption, value: string): TextIssue[] {
  return CHECKS[option.kind](value, option);
}

type Check = (value: string, option: SbatchOption) => TextIssue[];

const accept: Check = () => [];

const CHECKS: { [kind in SbatchValueKind]: Check } = {
  [SbatchValueKind.FLAG]: accept,
  [SbatchValueKind.TEXT]: (value, option) => value === '' ? whole(value, `'--${option.long}' has an empty value`, 'give a value or remove the option') : [],
  [SbatchValueKind.UINT]: (value, option) => numberUpTo(value, option, UINT_LIMIT),
  [SbatchValueKind.UINT16]: (value, option) => numberUpTo(value, option, 65_535),
  [SbatchValueKind.NICE]: (value, option) =>
    /^[-+]?\d{1,10}$/.test(value) && Math.abs(Number(value)) <= NICE_LIMIT ? [] : whole(value, `'${value}' is no priority offset`, `write --${option.long}=100`),
  [SbatchValueKind.PRIORITY]: (value, option) => /^top$/i.test(value) ? [] : numberUpTo(value, option, UINT_LIMIT),
  [SbatchValueKind.WORD]: (value, option) => oneOf(value, option, 0),
  [SbatchValueKind.WORDS]: (value, option) => parts(value, WORD_SEPARATOR).flatMap(part => oneOf(part.text, option, part.offset)),
  [SbatchValueKind.TIME]: value => TimeLimit.parse(value).issues,
  [SbatchValueKind.DATETIME]: value => DATETIME.test(value) ? [] : whole(value, `'${value}' is no date or time of day`, 'write 2026-11-30T18:00:00, 18:00 or now+1hour'),
  [SbatchValueKind.MEMORY]: value => Memory.parse(value).issues,
  [SbatchValueKind.MEM_UPDATE]: value => {
    const [percent, time] = value.split('@');
    return time === undefined || !/^\d+%?$/.test(percent)
      ? whole(value, `'${value}' is no percentage with a delay`, 'write 10@30, for 10 percent after 30 minutes')
      : TimeLimit.parse(time).issues.map(issue => shifted(issue, percent.length + 1));
  },
  [SbatchValueKind.NODES]: value => NodeCount.parse(value).issues,
  [SbatchValueKind.LAYOUT]: value => /^(?:\d+|\*)(?::(?:\d+|\*)){0,2}$/.test(value) ? [] : whole(value, `'${value}' is no layout of sockets, cores and threads`, 'write 2:32:1'),
  [SbatchValueKind.GPUS]: value => Gres.parseGpuList(value).issues,
  [SbatchValueKind.GRES]: value => Gres.parseRequestList(value).issues,
  [SbatchValueKind.TRES]: value => Tres.parseCounts(value).issues,
  [SbatchValueKind.FEATURES]: value => FeatureExpression.parse(value).issues,
  [SbatchValueKind.CLUSTER_FEATURES]: value => {
    const start = value.startsWith('!') ? 1 : 0;
    return FeatureExpression.parse(value.slice(start)).issues.map(issue => shifted(issue, start));
  },
  // A slash makes it the name of a file with node names.
  [SbatchValueKind.HOSTS]: value => value.includes('/') ? [] : Hostlist.parse(value).issues,
  [SbatchValueKind.LICENSES]: value => {
    const mixed = value.includes(',') && value.includes('|')
      ? whole(value, `'${value}' mixes commas (all) and bars (any one)`, 'use one of them')
      : [];
    return [...mixed, ...parts(value, /[,|]/).filter(part => !LICENSE.test(part.text))
      .map(part => issueAt(part, `'${part.text}' is no license`, 'write name, name:count or name@server:count'))];
  },
  [SbatchValueKind.ARRAY]: checkArray,
  [SbatchValueKind.DEPENDENCY]: value => {
    const mixed = value.includes(',') && value.includes('?') ? whole(value, `'${value}' mixes commas (all) and question marks (any one)`, 'use one of them') : [];
    return [...mixed, ...parts(value, /[,?]/).filter(part => !DEPENDENCY.test(part.text))
      .map(part => issueAt(part, `'${part.text}' is no dependency`, 'write afterok:<job id> or singleton'))];
  },
  [SbatchValueKind.DISTRIBUTION]: value =>
    value !== '' && DISTRIBUTION.test(value) ? [] : whole(value, `'${value}' is no task distribution`, 'write block, cyclic, arbitrary or plane=<n>, as in block:cyclic'),
  [SbatchValueKind.SWITCHES]: value => {
    const [count, time] = value.split('@');
    return /^\d+$/.test(count)
      ? (time === undefined ? [] : TimeLimit.parse(time).issues.map(issue => shifted(issue, count.length + 1)))
      : whole(value, `'${value}' is no number of switches`, 'write 1 or 1@30:00');
  },
  [SbatchValueKind.SIGNAL]: value =>
    /^(?:(?:R|B|RB|BR):)?(?:\d+|[A-Z][A-Z0-9]*)(?:@\d+)?$/i.test(value) ? [] : whole(value, `'${value}' is no signal`, 'write USR1@300 or B:TERM@60'),
  [SbatchValueKind.FREQUENCIES]: value => parts(value, ',').filter(part => !FREQUENCY.test(part.text))
    .map(part => issueAt(part, `'${part.text}' is no sampling period`, 'write seconds, such as task=30')),
};

function checkArray(value: string): TextIssue[] {
  // Whatever stands behind '%' is taken: JOB-014.
  const [list] = value.split('%', 1);
  return parts(list, ',').flatMap(part => {
    const match = ARRAY_PART.exec(part.text);
    if (match === null) {
      return [issueAt(part, `'${part.text}' is no array index`, 'write 0-9, 1,3,5 or 0-99:10')];
    }
    const [, from, to = from, step] = match;
    if (Number(to) < Number(from)) {
      return [issueAt(part, `'${part.text}' runs backwards`, `write ${to}-${from}`)];
    }
    return step !== undefined && Number(step) === 0 ? [issueAt(part, `'${part.text}' has a step of 0`, `write ${from}-${to}`)] : [];
  });
}

interface Part {
  readonly text: string;
  readonly offset: number;
}

function parts(value: string, separator: string | RegExp): Part[] {
  let offset = 0;
  return value.split(separator).map(text => {
    const part = { text, offset };
    offset += text.length + 1;
    return part;
  });
}

function numberUpTo(value: string, option: SbatchOption, limit: number): TextIssue[] {
  if (/^\d+$/.test(value) && Number(value) <= limit) {
    return [];
  }
  // -N=4 is the long form's equals sign behind a letter.
  const fix = value.startsWith('=') ? `write --${option.long}${value}` : `write a whole number from 0 to ${limit}`;
  return whole(value, `'${value}' of --${option.long} is not a whole number up to ${limit}`, fix);
}

function oneOf(value: string, { long, words = [] }: SbatchOption, offset: number): TextIssue[] {
  if (words.some(word => word.toLowerCase() === value.toLowerCase())) {
    return [];
  }
  const meant = didYouMean(value, words);
  const fix = meant === undefined ? `use ${words.join(', ')}` : `write ${meant}`;
  return [{ message: `'${value}' is no value of --${long}`, fix, offset, length: value.length }];
}

function whole(value: string, message: string, fix: string): TextIssue[] {
  return [{ message, fix, offset: 0, length: value.length }];
}

function issueAt(part: Part, message: string, fix: string): TextIssue {
  return { message, fix, offset: part.offset, length: part.text.length };
}
