/** The end of a knock, in the words of the evidence. `sent` is not `opened`. */
export type Verdict =
  | 'opened'
  | 'already-open'
  | 'still-closed'
  | 'service-down'
  | 'wrong-service'
  | 'sent'
  | 'unreachable'
  | 'rate-limited'
  | 'cancelled';
