import { limitTexts } from './limit-texts';
import { PolicyQos } from './policy-text';
import { qosEntries, QosOptions } from './qos';
import { QosFlag } from './qos-enums';
import type { ElasticQos } from '../autoscaling/elastic-qos';

/** The QOS of a partition that grows, as the policy keeps it. */
export function elasticQosText({ qosName, partitionName, maxTresPerAccount }: ElasticQos): PolicyQos {
  const options: QosOptions = {
    description: `jobs that partition ${partitionName} can never hold are refused`.toLowerCase(), flags: [QosFlag.DENY_ON_LIMIT], maxTresPerAccount,
  };
  return { qosName, _preempts: [], _texts: limitTexts(options, qosEntries) };
}
