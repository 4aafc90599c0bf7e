import type { Step } from '../../../../app/hosts/step-schema.ts';
import { portText } from '../../../port-text.ts';

/** Each hit as it is written beside a packet: "41022/tcp". */
export function portNames(steps: readonly Step[], isHidden: boolean): readonly string[] {
  return steps.map((step) =>
    step.proto === 'icmp' ? `${step.bytes}/icmp` : `${portText(step.port, isHidden)}/${step.proto}`,
  );
}
