// Rules of the catalogue in JavaScript, for the validators that are measured beside tyk-session: those that can be told from
// one key alone, tuned by hand. They count by code and allocate nothing.

/** The codes of the rules, in the order of their counts. */
export const CODES = [
  "rate-without-per",
  "per-without-rate",
  "rate-negative-not-minus-one",
  "rate-below-one",
  "rate-fractional",
  "per-below-one-second",
  "per-fractional",
  "quota-max-zero-unlimited",
  "quota-max-negative",
  "quota-never-renews",
  "quota-renewal-overflow",
  "quota-renewal-without-max",
  "quota-renewal-looks-like-ms",
  "quota-max-looks-like-timestamp",
  "quota-remaining-ignored",
  "quota-remaining-above-max",
  "quota-renews-ms",
  "smoothing-invalid",
  "smoothing-threshold-not-below-rate",
  "smoothing-disabled-lost",
  "smoothing-without-rate",
  "throttle-busy-loop",
  "throttle-interval-without-retries",
  "throttle-without-rate",
  "throttle-hold-too-long",
  "allowance-differs-from-rate",
  "expires-in-past",
  "expires-is-one",
  "expires-milliseconds",
  "expires-looks-like-duration",
  "no-access-rights",
  "access-right-key-mismatch",
  "versions-empty",
  "limit-all-zero",
  "limit-rate-missing",
  "limit-quota-missing",
  "allowed-url-empty",
  "allowed-url-unanchored",
  "allowed-url-no-methods",
  "allowed-url-method-case",
  "apply-policy-id-deprecated",
  "monitor-threshold-range",
  "monitor-threshold-order",
];
const at = Object.fromEntries(CODES.map((code, index) => [code, index]));
const [
  RATE_WITHOUT_PER,
  PER_WITHOUT_RATE,
  RATE_NEGATIVE,
  RATE_BELOW_ONE,
  RATE_FRACTIONAL,
  PER_BELOW_ONE,
  PER_FRACTIONAL,
  MAX_ZERO,
  MAX_NEGATIVE,
  NEVER_RENEWS,
  RENEWAL_OVERFLOW,
  RENEWAL_WITHOUT_MAX,
  RENEWAL_MS,
  MAX_IS_TIME,
  REMAINING_IGNORED,
  REMAINING_ABOVE,
  RENEWS_MS,
  SMOOTHING_INVALID,
  SMOOTHING_THRESHOLD,
  SMOOTHING_DISABLED,
  SMOOTHING_WITHOUT_RATE,
  BUSY_LOOP,
  INTERVAL_WITHOUT_RETRIES,
  THROTTLE_WITHOUT_RATE,
  HOLD_TOO_LONG,
  ALLOWANCE,
  EXPIRES_PAST,
  EXPIRES_ONE,
  EXPIRES_MS,
  EXPIRES_DURATION,
  NO_RIGHTS,
  MISMATCH,
  VERSIONS_EMPTY,
  LIMIT_ZERO,
  LIMIT_RATE,
  LIMIT_QUOTA,
  URL_EMPTY,
  URL_UNANCHORED,
  URL_METHODS,
  URL_CASE,
  POLICY_ID,
  MONITOR_RANGE,
  MONITOR_ORDER,
] = CODES.map((code) => at[code]);

/** How often each rule has something to say about a key whose shape is right; added to `counts`. */
export function judge(key, now, counts) {
  judgeLimits(key, counts);
  if (key.allowance !== undefined && key.allowance !== (key.rate ?? 0)) counts[ALLOWANCE]++;
  const expires = key.expires ?? 0;
  const isDuration = expires >= 2 && expires <= 1e9;
  if (expires > 1 && expires < now && !isDuration) counts[EXPIRES_PAST]++;
  if (expires === 1) counts[EXPIRES_ONE]++;
  if (expires >= 1e11) counts[EXPIRES_MS]++;
  if (isDuration) counts[EXPIRES_DURATION]++;
  if (key.apply_policy_id && !key.apply_policies?.length) counts[POLICY_ID]++;
  const thresholds = key.monitor?.trigger_limits;
  if (thresholds?.length) judgeThresholds(thresholds, counts);
  const rights = key.access_rights;
  let hasRights = false;
  for (const id in rights) {
    hasRights = true;
    judgeRight(key, id, rights[id], counts);
  }
  if (!hasRights && !key.apply_policies?.length && !key.apply_policy_id) counts[NO_RIGHTS]++;
}

function judgeThresholds(thresholds, counts) {
  let isSorted = true;
  for (let index = 0; index < thresholds.length; index++) {
    if (thresholds[index] <= 0 || thresholds[index] > 100) counts[MONITOR_RANGE]++;
    if (index > 0 && thresholds[index - 1] <= thresholds[index]) isSorted = false;
  }
  if (!isSorted) counts[MONITOR_ORDER]++;
}

function judgeRight(key, id, right, counts) {
  if (right.api_id && right.api_id !== id) counts[MISMATCH]++;
  const versions = right.versions;
  if (versions?.every((version) => version === "")) counts[VERSIONS_EMPTY]++;
  const limit = right.limit;
  if (limit !== undefined) {
    judgeLimits(limit, counts);
    const isEmpty =
      !limit.rate &&
      !limit.per &&
      !limit.throttle_interval &&
      !limit.throttle_retry_limit &&
      !limit.max_query_depth &&
      !limit.quota_max &&
      !limit.quota_renews &&
      !limit.quota_remaining &&
      !limit.quota_renewal_rate;
    if (isEmpty && !limit.smoothing) counts[LIMIT_ZERO]++;
    if (!isEmpty && !limit.rate) counts[LIMIT_RATE]++;
    if (!isEmpty && limit.rate > 0 && !limit.quota_max && key.quota_max > 0) counts[LIMIT_QUOTA]++;
  }
  const urls = right.allowed_urls;
  if (urls === undefined) return;
  for (let index = 0; index < urls.length; index++) {
    const { url, methods } = urls[index];
    if (!url) counts[URL_EMPTY]++;
    else if (!url.includes("^") && !url.includes("$")) counts[URL_UNANCHORED]++;
    if (!methods?.length) counts[URL_METHODS]++;
    else for (let which = 0; which < methods.length; which++) if (hasSmall(methods[which])) counts[URL_CASE]++;
  }
}

function hasSmall(text) {
  for (let index = 0; index < text.length; index++) {
    const letter = text.charCodeAt(index);
    if (letter >= 97 && letter <= 122) return true;
  }
  return false;
}

function judgeLimits(limits, counts) {
  const rate = limits.rate ?? 0;
  const per = limits.per ?? 0;
  if (rate > 0 && per <= 0) counts[RATE_WITHOUT_PER]++;
  if (per > 0 && rate === 0) counts[PER_WITHOUT_RATE]++;
  if (rate < 0 && rate !== -1) counts[RATE_NEGATIVE]++;
  if (rate > 0 && rate < 1) counts[RATE_BELOW_ONE]++;
  if (rate % 1 !== 0) counts[RATE_FRACTIONAL]++;
  if (per > 0 && per < 1) counts[PER_BELOW_ONE]++;
  if (per > 1 && per % 1 !== 0) counts[PER_FRACTIONAL]++;
  const max = limits.quota_max ?? 0;
  const period = limits.quota_renewal_rate ?? 0;
  const remaining = limits.quota_remaining ?? 0;
  if (max === 0 && (period > 0 || remaining > 0)) counts[MAX_ZERO]++;
  if (max < -1) counts[MAX_NEGATIVE]++;
  if (max > 0 && period <= 0) counts[NEVER_RENEWS]++;
  if (max > 0 && period > 9_223_372_036) counts[RENEWAL_OVERFLOW]++;
  if (max <= 0 && period > 0) counts[RENEWAL_WITHOUT_MAX]++;
  if (period <= 9_223_372_036 && ((period % 1000 === 0 && period >= 86_400_000) || period > 315_360_000))
    counts[RENEWAL_MS]++;
  if ((max > 1.4e9 && max < 2.2e9) || (max > 1.4e12 && max < 2.2e12)) counts[MAX_IS_TIME]++;
  if (limits.quota_remaining !== undefined && remaining !== max) counts[REMAINING_IGNORED]++;
  if (max > 0 && remaining > max) counts[REMAINING_ABOVE]++;
  if (limits.quota_renews > 1e11) counts[RENEWS_MS]++;
  const interval = limits.throttle_interval ?? 0;
  const retries = limits.throttle_retry_limit ?? 0;
  if (retries > 0 && interval <= 0) counts[BUSY_LOOP]++;
  if (interval > 0 && retries <= 0) counts[INTERVAL_WITHOUT_RETRIES]++;
  if (retries > 0 && rate <= 0) counts[THROTTLE_WITHOUT_RATE]++;
  if (interval > 0 && retries > 0 && interval * retries >= 120) counts[HOLD_TOO_LONG]++;
  const smoothing = limits.smoothing;
  if (!smoothing) return;
  const threshold = smoothing.threshold ?? 0;
  const step = smoothing.step ?? 0;
  const delay = smoothing.delay ?? 0;
  const trigger = smoothing.trigger ?? 0;
  if (smoothing.enabled !== true) {
    if (threshold || step || delay || trigger) counts[SMOOTHING_DISABLED]++;
    return;
  }
  if (threshold < 1 || step < 1 || delay < 1 || trigger <= 0) counts[SMOOTHING_INVALID]++;
  if (rate > 0 && threshold >= rate) counts[SMOOTHING_THRESHOLD]++;
  if (rate <= 0) counts[SMOOTHING_WITHOUT_RATE]++;
}
