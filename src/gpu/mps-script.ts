/** What the prolog of MPS depends on. */
export interface MpsScriptOptions {
  /** Where CUDA programs look for the daemon. Default: CUDA's own place, so that jobs need to know nothing. */
  readonly pipes?: string;
  /** Remembers which GPU the daemon serves. */
  readonly state?: string;
}

/** Where CUDA programs look for the daemon of MPS. */
export const mpsPipes = '/tmp/nvidia-mps';

/**
 * Before a job: the daemon of MPS runs for the GPU of a job that takes a percentage, and does not for those of a job that takes them whole, whose programs
 * would otherwise join it. Slurm shares one GPU of a node by percentages at a time, so there is one daemon. Where it does not start the prolog fails:
 * the job goes back into the queue, since its programs could not run, and the node is drained.
 */
export function mpsProlog({ pipes = mpsPipes, state = '/run/slurm-mps' }: MpsScriptOptions = {}): string {
  return [
    '#!/bin/sh',
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:${PATH:-}',
    `export PATH CUDA_MPS_PIPE_DIRECTORY=${pipes} CUDA_MPS_LOG_DIRECTORY=${state}`,
    'gpus=${CUDA_VISIBLE_DEVICES:-}',
    'share=${CUDA_MPS_ACTIVE_THREAD_PERCENTAGE:-}',
    'unset CUDA_MPS_ACTIVE_THREAD_PERCENTAGE',
    // Nodes without GPUs run the same script.
    '[ -n "$gpus" ] || exit 0',
    'umask 022',
    `mkdir -p ${state} ${pipes} || exit 1`,
    `exec 9< ${state} && flock 9`,
    `served=$(cat ${state}/gpu 2> /dev/null)`,
    '',
    'stop() {',
    '  [ -n "$served" ] || return 0',
    '  echo quit | timeout 60 nvidia-cuda-mps-control',
    `  rm -f ${state}/gpu`,
    '  served=',
    '}',
    '',
    'if [ -z "$share" ]; then',
    '  case ",$gpus," in *",$served,"*) stop ;; esac',
    '  exit 0',
    'fi',
    '[ "$served" = "$gpus" ] || stop',
    'if ! echo get_server_list | timeout 10 nvidia-cuda-mps-control > /dev/null 2>&1; then',
    // slurmd waits for the end of whatever still holds the output of a prolog.
    '  CUDA_VISIBLE_DEVICES=$gpus nvidia-cuda-mps-control -d < /dev/null > /dev/null 2>&1 9<&- || exit 1',
    'fi',
    `echo "$gpus" > ${state}/gpu`,
    '',
  ].join('\n');
}
