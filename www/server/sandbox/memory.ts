/** Milliseconds between two requests of the traffic that is played. */
const requestEvery = 1000;
/** Milliseconds after the last request for which a gateway remembers an organisation key. */
const remembersFor = 10_000;

/**
 * What a gateway with `hash_keys` and its session cache does to organisation keys, as recorded from Tyk gateway 5.13.0:
 * it remembers them while requests come, an update does not reach that memory, and the next request writes the old key back.
 * Time is looked at when something is asked, so nothing has to tick.
 */
export function createMemory(stored: Map<string, string>, now: () => number = Date.now) {
  let traffic = false;
  let lastRequest = Number.NEGATIVE_INFINITY;
  let remembered = new Map<string, string>();
  /** When the next request writes a key back, by the id of the organisation. */
  const due = new Map<string, number>();

  function settle(): void {
    for (const [id, at] of due) {
      const text = remembered.get(id);
      if (now() < at) continue;
      due.delete(id);
      if (text !== undefined) stored.set(id, text);
    }
    if (traffic) lastRequest = now();
    else if (now() - lastRequest > remembersFor) remembered.clear();
  }

  return {
    hasTraffic: () => traffic,
    setTraffic(on: boolean): void {
      settle();
      if (on && remembered.size === 0) remembered = new Map(stored);
      traffic = on;
      if (on) {
        lastRequest = now();
        for (const id of remembered.keys())
          if (stored.get(id) !== remembered.get(id)) due.set(id, now() + requestEvery);
      } else due.clear();
    },
    /** To be called after an update. */
    written(id: string): void {
      if (traffic && remembered.has(id)) due.set(id, now() + requestEvery);
    },
    settle,
  };
}
