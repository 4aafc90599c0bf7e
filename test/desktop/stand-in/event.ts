/** What Electron hands to listeners: facts, and a way to refuse. */
export type StandInEvent<Facts extends object = object> = Facts & {
  preventDefault(): void;
  readonly defaultPrevented: boolean;
};

/** The facts keep their getters: `senderFrame` may be read late. */
export function createEvent<Facts extends object>(facts: Facts): StandInEvent<Facts> {
  let prevented = false;
  const event = {
    preventDefault() {
      prevented = true;
    },
    get defaultPrevented() {
      return prevented;
    },
  };
  return Object.defineProperties(event, Object.getOwnPropertyDescriptors(facts)) as StandInEvent<Facts>;
}
