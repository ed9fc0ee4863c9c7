// Rounds in which every contender has its turn, so that what the machine does besides is the same for all: ratios are taken
// within a round, and their medians are what counts.

/** What is added to, so that no engine leaves work out whose result nobody wants. */
export let sink = 0;

/** How often a task has to run for a turn of about that many milliseconds. */
function repetitions(task, milliseconds) {
  for (let count = 1; ; count *= 2) {
    const start = performance.now();
    for (let index = 0; index < count; index++) sink += task() ? 1 : 0;
    const took = performance.now() - start;
    if (took > milliseconds / 4) return Math.max(1, Math.round((count * milliseconds) / took));
  }
}

/**
 * Measures tasks by name against the first of them.
 *
 * @returns by name: microseconds for a call, and how many times as fast as each other task the first is.
 */
export function compare(tasks, { rounds = 9, milliseconds = 25 } = {}) {
  const names = Object.keys(tasks);
  const counts = names.map((name) => repetitions(tasks[name], milliseconds));
  const times = names.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [which, name] of names.entries()) {
      const start = performance.now();
      for (let index = 0; index < counts[which]; index++) sink += tasks[name]() ? 1 : 0;
      times[which].push(((performance.now() - start) / counts[which]) * 1000);
    }
  }
  return names.map((name, which) => ({
    name,
    microseconds: median(times[which]),
    ...spread(times[which].map((time, round) => time / times[0][round])),
  }));
}

/** The median of ratios, with the least and the greatest. */
export function spread(ratios) {
  return { ratio: median(ratios), least: Math.min(...ratios), greatest: Math.max(...ratios) };
}

export function median(numbers) {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)];
}

/** One value after the other, so that no task is measured on a single key. */
export function ring(values, use) {
  let at = 0;
  return () => use(values[at++ % values.length]);
}
