/** What the scripts of the job mapping depend on. */
export interface DcgmScriptOptions {
  /** Directory of the mapping. */
  readonly directory: string;
  /** Whether jobs may share a GPU, so that its file holds several of them. */
  readonly shared: boolean;
  /** Where processes are listed. Default: /proc. */
  readonly proc?: string;
}

/*
 * dcgm-exporter reads one file for each GPU (`3`) or MIG device (`3.1`: GPU and GPU instance) and adds the job ids in it to the metrics of that GPU.
 * Files are replaced as a whole, so that it never reads half of one, and the directory itself is the lock, so that nothing is left behind.
 * Everything ends with 0: Slurm drains a node whose prolog fails, and no job is worth less than its metrics.
 */
function preamble(directory: string): string[] {
  return [
    '#!/bin/sh',
    'trap "exit 0" EXIT',
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:${PATH:-}',
    'export PATH LC_ALL=C',
    'umask 022',
    `directory=${directory}`,
    'job=${SLURM_JOB_ID:-}',
    'case $job in "" | *[!0-9]*) exit 0 ;; esac',
    // Nodes without GPUs run the same scripts.
    '[ -d "$directory" ] && [ -w "$directory" ] || exit 0',
    '',
    '# Who has the lock starts as few processes as can be, since whole arrays come at once and all of them wait for it.',
    'lock() {',
    '  new=$directory/.new-$$',
    '  command exec 9< "$directory"',
    '  flock -w 30 9 2> /dev/null && new=$directory/.new',
    '}',
    '',
    '# replace FILE JOB...: the jobs of a GPU; none removes the file.',
    'replace() {',
    '  file=$1',
    '  shift',
    '  if [ "$#" -eq 0 ]; then',
    '    rm -f "$file"',
    '    return',
    '  fi',
    '  { printf %s "$1" && shift && for line in "$@"; do printf "\\n%s" "$line"; done; } > "$new" && mv -f "$new" "$file" || rm -f "$new"',
    '}',
    '',
  ];
}

/** The prolog: writes the job into the files of its GPUs. */
export function dcgmProlog({ directory, shared, proc = '/proc' }: DcgmScriptOptions): string {
  return [
    ...preamble(directory),
    '[ -n "${SLURM_JOB_GPUS:-}" ] || exit 0',
    '',
    '# Names of the files of MIG devices, by their UUIDs: nvidia-smi lists UUIDs by number, and instances by number elsewhere.',
    'mig_names() {',
    '  { timeout 20 nvidia-smi -L; echo "-- details"; timeout 20 nvidia-smi -q; } 2> /dev/null | awk \'',
    '    /^-- details/ { details = 1; gpu = -1; next }',
    '    !details && /^GPU [0-9]+:/ { gpu = $2 + 0; uuid = $0; sub(/.*UUID: /, "", uuid); sub(/[)].*/, "", uuid); print uuid, gpu }',
    '    !details && /UUID: MIG-/ {',
    '      number = $0; sub(/.*Device +/, "", number); sub(/:.*/, "", number)',
    '      uuid = $0; sub(/.*UUID: /, "", uuid); sub(/[)].*/, "", uuid)',
    '      of[gpu "." (number + 0)] = uuid',
    '    }',
    '    details && /^GPU / { gpu++; device = "" }',
    '    details && /^ *MIG Device/ { open = 1 }',
    '    details && open && /^ *Index *:/ { device = gpu "." $NF }',
    '    details && open && /^ *GPU Instance ID *:/ { if (device in of) print of[device], gpu "." $NF; open = 0 }',
    '  \'',
    '}',
    '',
    '# name INDEX UUID: the file of a device. MIG UUIDs of old drivers are MIG-<GPU UUID>/<GPU instance>/<compute instance>.',
    'name() {',
    '  case $2 in',
    '    MIG-GPU-*/*/*)',
    '      gpu=${2#MIG-}',
    '      instance=${gpu#*/}',
    '      echo "$names" | awk -v uuid="${gpu%%/*}" -v instance="${instance%%/*}" \'$1 == uuid { print $2 "." instance }\'',
    '      ;;',
    '    MIG-*) echo "$names" | awk -v uuid="$2" \'$1 == uuid { print $2 }\' ;;',
    '    *) echo "$1" ;;',
    '  esac',
    '}',
    '',
    'names=',
    'case ${CUDA_VISIBLE_DEVICES:-} in *MIG-*) names=$(mig_names) ;; esac',
    'devices=',
    'uuids=${CUDA_VISIBLE_DEVICES:-},',
    'for index in $(echo "$SLURM_JOB_GPUS" | tr , " "); do',
    '  device=$(name "$index" "${uuids%%,*}")',
    '  uuids=${uuids#*,},',
    '  case $device in "" | *[!0-9.]*) continue ;; esac',
    '  devices="$devices $device"',
    'done',
    '',
    ...shared ? sharedFiles(proc) : [
      'lock',
      'for device in $devices; do',
      '  replace "$directory/$device" "$job"',
    ],
    'done 2> /dev/null',
    'exit 0',
    '',
  ].join('\n');
}

/** Adds the job to the files of its GPUs, beside the other jobs there. */
function sharedFiles(proc: string): string[] {
  return [
    '# Jobs that a node left behind when it went down have no step daemon; young files get the benefit of the doubt.',
    'lost=',
    'old=$(for device in $devices; do find "$directory/$device" -type f -mmin +10 -exec awk 1 {} +; done 2> /dev/null)',
    'if [ -n "$old" ]; then',
    `  steps=" $(cat ${proc}/[0-9]*/cmdline 2> /dev/null | tr "\\000" "\\n" | awk -F "[[.]" '/^slurmstepd: [[]/ { printf "%s ", $2 }') "`,
    '  for other in $old; do',
    '    case $steps in *" $other "*) ;; *) lost="$lost $other" ;; esac',
    '  done',
    'fi',
    '',
    'lock',
    'for device in $devices; do',
    '  file=$directory/$device',
    '  set --',
    '  if [ -f "$file" ]; then',
    '    while read -r other || [ -n "$other" ]; do',
    '      case " $job $lost " in *" $other "*) ;; *) set -- "$@" "$other" ;; esac',
    '    done < "$file"',
    '  fi',
    '  replace "$file" "$@" "$job"',
  ];
}

/** The epilog: takes the job out of all files, also of those that its environment no longer names. */
export function dcgmEpilog({ directory }: DcgmScriptOptions): string {
  return [
    ...preamble(directory),
    'lock',
    'for file in "$directory"/[0-9]*; do',
    '  [ -f "$file" ] || continue',
    '  found=',
    '  set --',
    '  while read -r other || [ -n "$other" ]; do',
    '    if [ "$other" = "$job" ]; then found=yes; else set -- "$@" "$other"; fi',
    '  done < "$file"',
    '  [ -z "$found" ] || replace "$file" "$@"',
    'done 2> /dev/null',
    'exit 0',
    '',
  ].join('\n');
}
