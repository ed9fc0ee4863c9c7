// The keys that are measured, the same in every run: small (half a KB), typical (3 KB), large (100 KB), each in a clean
// form and in one with errors, and an export of many typical keys with a few of everything that goes wrong.

/** The moment at which every key is judged. */
export const NOW = 1_795_000_000;
const ORGANISATION = "5e9d9544a1dcd60001d0ed20";
const WORDS = "amber basil cedar delta ember fjord grove haven inlet jetty knoll larch mango north ocean".split(" ");
const CITIES = ["Zürich", "København", "Kraków", "São Paulo", "東京", "Berlin", "Lagos", "Austin"];

/** Random numbers that are the same in every run (mulberry32). */
function chance(seed) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    below: (limit) => Math.floor(next() * limit),
    of: (values) => values[Math.floor(next() * values.length)],
    percent: (percentage) => next() * 100 < percentage,
    id: (digits) => Array.from({ length: digits }, () => "0123456789abcdef"[Math.floor(next() * 16)]).join(""),
  };
}

function limit(random) {
  const rate = 10 * (1 + random.below(100));
  return {
    rate,
    per: 60,
    throttle_interval: -1,
    throttle_retry_limit: -1,
    max_query_depth: -1,
    quota_max: 1000 * (1 + random.below(50)),
    quota_renewal_rate: 3600,
  };
}

function right(random, paths) {
  const id = random.id(32);
  const word = () => random.of(WORDS);
  const allowed = Array.from({ length: paths }, () => ({
    url: random.of([`^/${word()}/v1/${word()}$`, `^/${word()}/{id}/${word()}$`, `^/${word()}/v2/${word()}/[0-9]+$`]),
    methods: random.of([["GET"], ["GET", "POST"], ["GET", "PUT", "DELETE"]]),
  }));
  const definition = {
    api_name: `${word()} ${word()} service`,
    api_id: id,
    versions: ["Default"],
    allowed_urls: allowed,
  };
  if (random.percent(50)) definition.limit = limit(random);
  return [id, definition];
}

function key(random, rights, paths) {
  return {
    allowance: 1000,
    rate: 1000,
    per: 60,
    throttle_interval: -1,
    throttle_retry_limit: -1,
    max_query_depth: -1,
    expires: NOW + 86_400 * (1 + random.below(700)),
    quota_max: -1,
    access_rights: Object.fromEntries(Array.from({ length: rights }, () => right(random, paths))),
    org_id: ORGANISATION,
    hmac_enabled: false,
    is_inactive: false,
    apply_policies: [],
    enable_detailed_recording: random.percent(30),
    meta_data: {
      customer: `${random.of(WORDS)} ${random.of(WORDS)}`,
      city: random.of(CITIES),
      contact: { team: random.of(WORDS), mail: `${random.of(WORDS)}@example.com`, floor: random.below(40) },
      plan: random.of(["free", "team", "enterprise"]),
      since: "2023-05-14T09:30:00Z",
    },
    tags: [`plan-${random.of(WORDS)}`, `region-${random.of(WORDS)}`, `edge-${random.below(90)}`],
    alias: `${random.of(WORDS)}-${random.id(6)}`,
  };
}

function small(random) {
  const [id, definition] = right(random, 2);
  delete definition.limit;
  return {
    rate: 10 * (1 + random.below(100)),
    per: 60,
    quota_max: 10_000,
    quota_renewal_rate: 86_400,
    expires: NOW + 86_400,
    access_rights: { [id]: definition },
    org_id: ORGANISATION,
    alias: `${random.of(WORDS)}-${random.id(6)}`,
    tags: [random.of(WORDS)],
  };
}

/** Something that the gateway takes, and that was hardly meant. */
const DEFECTS = [
  (key) => delete key.per,
  (key) => Object.assign(key, { quota_max: -5 }),
  (key) => Object.assign(key, { quota_max: 500, quota_remaining: 800, quota_renewal_rate: 3600 }),
  (key) => Object.assign(key, { expires: 3600 }),
  (key) => Object.assign(key, { apply_policy_id: "p-legacy" }),
  (key) => Object.assign(key, { rate: 1.5, allowance: 1.5 }),
  (key) => Object.assign(first(key), { api_id: "another" }),
  (key) => Object.assign(first(key).allowed_urls[0], { methods: ["get"] }),
  (key) => Object.assign(key, { monitor: { trigger_limits: [50, 80] } }),
  (key) => Object.assign(key, { smoothing: { enabled: true, threshold: 2000, trigger: 0.8, step: 10, delay: 30 } }),
];

/** Something for which the gateway refuses the body. */
const FAULTS = [
  (key) => Object.assign(key, { rate: "1000" }),
  (key) => Object.assign(key, { quota_max: 10.5 }),
  (key) => Object.assign(key, { is_inactive: "false" }),
  (key) => Object.assign(key, { tags: "edge" }),
  (key) => Object.assign(first(key), { versions: [1] }),
  (key) => Object.assign(key, { access_rights: "none" }),
];

function first(key) {
  return Object.values(key.access_rights)[0];
}

/** `count` different keys of a size, each with a few defects if they are to have errors. */
export function documents(size, count, { errors = false } = {}) {
  const random = chance({ small: 1, typical: 2, large: 3 }[size] + (errors ? 10 : 0));
  return Array.from({ length: count }, () => {
    const made =
      size === "small" ? small(random) : key(random, size === "typical" ? 5 : 100, size === "typical" ? 5 : 12);
    if (errors) {
      const start = random.below(DEFECTS.length);
      for (let which = 0; which < 3; which++) DEFECTS[(start + which) % DEFECTS.length](made);
    }
    return made;
  });
}

/** The text of an export, one key per line: 24 % with a member that no gateway knows, 5 % with a defect, 1 % refused. */
export function exported(count) {
  const random = chance(4);
  const lines = [];
  for (let line = 0; line < count; line++) {
    const made = key(random, 4 + random.below(4), 3 + random.below(5));
    if (random.percent(24)) made[random.of(["note", "owner_team", "cost_centre"])] = random.of(WORDS);
    if (random.percent(5)) random.of(DEFECTS)(made);
    if (random.percent(1)) random.of(FAULTS)(made);
    lines.push(JSON.stringify(made), "\n");
  }
  return lines.join("");
}
