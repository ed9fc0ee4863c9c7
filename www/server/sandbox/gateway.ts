import { type CheckOptions, type Code, check, parse, stringify } from "tyk-session";

/**
 * What a gateway does with a body, as far as a key without per-API policies and certificates needs it.
 * Stands in for the package's prediction and goes when that can be called.
 */
export interface Prediction {
  status: number;
  message?: string;
  stored?: string;
  effective?: string;
}

type Members = Record<string, unknown>;
type Policy = Members & { partitions?: Record<"quota" | "rate_limit" | "acl", boolean> };

/** Findings that mean the gateway cannot read the body; on the organisation endpoints it stops after the first value. */
const unreadable = new Set<string>([
  ...["json-syntax", "body-not-object", "byte-order-mark", "nesting-too-deep", "date-created-format", "float-overflow"],
  ...["integer-literal-required", "int64-overflow", "number-as-string", "wrong-type-number", "wrong-type-bool"],
  ...["wrong-type-string", "wrong-type-object", "map-as-array", "array-as-scalar", "metadata-not-object"],
]);

export function predict(body: string, previous: string | undefined, options: CheckOptions): Prediction {
  const { endpoint, context, now = 0, query = {} } = options;
  const isKey = endpoint === "gateway-key";
  const fatal = (code: Code) => unreadable.has(code) || (isKey && code === ("trailing-data" as Code));
  if (check(body, options).issues.some(({ code }) => fatal(code))) return { status: 400, message: "Request malformed" };

  const session: Members = { ...(parse(body) as Members) };
  if (!isKey) {
    if (query.reset_quota === "1") session.quota_renews = Number(session.quota_renews ?? 0) + now;
    return stored({ ...session, last_updated: String(now) });
  }

  if (previous === undefined) return { status: 404, message: "Key is not found" };
  const old = parse(previous) as Members;
  const keep = query.suppress_reset === "1";
  session.date_created = old.date_created;
  session.last_updated = keep ? old.last_updated : String(now);
  const expires = Number(session.expires ?? 0);
  if (expires > 1 && expires <= now) session.expires = old.expires;
  session.quota_renews = keep ? old.quota_renews : now + Number(session.quota_renewal_rate ?? 0);

  const list = session.apply_policies as string[] | undefined;
  const wanted = list?.length ? list : session.apply_policy_id ? [session.apply_policy_id as string] : [];
  const known = (context?.policies ?? {}) as Record<string, Policy>;
  const policies = wanted.map((id) => known[id]).filter((policy) => policy !== undefined);
  for (const policy of policies) applyPolicy(session, policy);
  if (policies.length > 0) session.is_inactive = policies.some(({ is_inactive }) => is_inactive === true);
  const none = Object.keys((session.access_rights as Members | undefined) ?? {}).length === 0;
  if (none || (wanted.length > 0 && policies.length === 0))
    return { status: 500, message: "Failed to create key, ensure security settings are correct." };
  return stored(session);
}

function applyPolicy(session: Members, policy: Policy): void {
  const whole = !Object.values(policy.partitions ?? {}).includes(true);
  const take = (part: "quota" | "rate_limit" | "acl", names: string[]) => {
    if (whole || policy.partitions?.[part]) for (const name of names) session[name] = policy[name];
  };
  take("quota", ["quota_max", "quota_renewal_rate"]);
  take("rate_limit", ["rate", "per", "throttle_interval", "throttle_retry_limit"]);
  take("acl", ["access_rights"]);
  session.tags = [...new Set([...((policy.tags as string[]) ?? []), ...((session.tags as string[]) ?? [])])];
}

/** A gateway of 5.12 or later leaves out members that say zero. */
function stored(session: Members): Prediction {
  const isZero = (value: unknown) =>
    !value || value === 0n || (typeof value === "object" && Object.keys(value).length === 0);
  const text = stringify(Object.fromEntries(Object.entries(session).filter(([, value]) => !isZero(value))));
  return { status: 200, stored: text, effective: text };
}
