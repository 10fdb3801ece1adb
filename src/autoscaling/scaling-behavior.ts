import { AutoScalingOptions } from './auto-scaling-options';

/** How fast an autoscaler acts (autoscaling/v2 `behavior`): nodes come all at once, so that a job of many starts, and go when none was wanted for a while. */
export function scalingBehavior({ max, scaleInWindow }: AutoScalingOptions): object {
  return {
    scaleUp: { stabilizationWindowSeconds: 0, policies: [{ type: 'Pods', value: max, periodSeconds: 15 }] },
    scaleDown: { stabilizationWindowSeconds: scaleInWindow?.toSeconds() ?? 600, policies: [{ type: 'Pods', value: max, periodSeconds: 15 }] },
  };
}
