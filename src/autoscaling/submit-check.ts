/** A partition whose jobs are looked at when they are submitted. */
export interface SizedPartition {
  readonly name: string;
  /** CPUs of its largest node, when known. */
  readonly cpus?: number;
  /** GPUs of its largest node. */
  readonly gpus?: number;
}

/**
 * The text of job_submit.lua: refuses jobs that need more nodes than `MaxNodes` of each of their partitions, and says for jobs that name tasks or GPUs in all
 * how many nodes that makes at least.
 */
export function submitCheckScript(partitions: readonly SizedPartition[]): string {
  const rows = [...partitions].sort((one, other) => (one.name < other.name ? -1 : 1)).map(({ name, cpus, gpus }) =>
    `  ["${name}"] = {${[...cpus ? [`cpus = ${cpus}`] : [], ...gpus ? [`gpus = ${gpus}`] : []].join(', ')}},`);
  return [...head, ...rows, ...body].map(line => `${line}\n`).join('');
}

const head = [
  '-- Node sets of these partitions grow and shrink with their jobs. What their largest nodes have, where it is known:',
  'local sized = {',
];

const body = [
  '}',
  '',
  '-- slurmctld marks what a job does not say with the largest numbers of 16 and 32 bits.',
  'local function said(value)',
  '  return value ~= nil and value > 0 and value ~= 65534 and value ~= 65535 and value < 4294967294',
  'end',
  '',
  'local function gpus_of(tres)',
  '  local sum = 0',
  "  for entry in string.gmatch(tres or '', '[^,]+') do",
  "    if string.match(entry, '^gres[/:]gpu') then",
  "      sum = sum + (tonumber(string.match(entry, '[:=](%d+)$')) or 1)",
  '    end',
  '  end',
  '  return sum',
  'end',
  '',
  '-- The fewest nodes of this size on which a job finds room.',
  'local function nodes_for(job, size)',
  '  local nodes = 1',
  '  local tasks = said(job.num_tasks) and job.num_tasks or 1',
  '  local task_cpus = said(job.cpus_per_task) and job.cpus_per_task or 1',
  '  local gpus = math.max(gpus_of(job.tres_per_job), tasks * gpus_of(job.tres_per_task))',
  '  if size.cpus and job.overcommit ~= 1 then',
  '    nodes = math.max(nodes, math.ceil(tasks / math.max(1, math.floor(size.cpus / task_cpus))))',
  '  end',
  '  if size.gpus then',
  '    nodes = math.max(nodes, math.ceil(gpus / size.gpus))',
  '  end',
  '  return math.floor(nodes)',
  'end',
  '',
  'function slurm_job_submit(job, parts, uid)',
  '  local named = job.partition',
  "  if named == nil or named == '' then",
  '    for name, part in pairs(parts) do',
  '      if part.flag_default == 1 then',
  '        named = name',
  '      end',
  '    end',
  '  end',
  '  local fewest, most, all_sized = nil, 0, true',
  "  for name in string.gmatch(named or '', '[^,]+') do",
  '    local size, part = sized[name], parts[name]',
  '    if size == nil or part == nil then',
  '      all_sized = false',
  '    else',
  '      local nodes = nodes_for(job, size)',
  '      fewest = math.min(fewest or nodes, nodes)',
  '      most = math.max(most, said(part.max_nodes) and part.max_nodes or 4294967293)',
  '    end',
  '  end',
  '  if fewest == nil or not all_sized then',
  '    return slurm.SUCCESS',
  '  end',
  '  local wanted = said(job.min_nodes) and job.min_nodes or fewest',
  '  if wanted > most then',
  "    slurm.log_user('partition %s can have %d nodes at most and this job needs %d', named, most, wanted)",
  '    return slurm.ESLURM_INVALID_NODE_COUNT or slurm.ERROR',
  '  end',
  '  if not said(job.min_nodes) and wanted > 1 then',
  '    job.min_nodes = wanted',
  '  end',
  '  return slurm.SUCCESS',
  'end',
  '',
  'function slurm_job_modify(job, record, parts, uid)',
  '  return slurm.SUCCESS',
  'end',
  '',
  'return slurm.SUCCESS',
];
