import { type Context, stringify } from "tyk-session";

/** What the sandbox starts with. Ids of the organisation and of the policy are those of Tyk's documented examples. */
export interface Seeds {
  context: Context;
  /** Names of APIs and policies by id. */
  names: Record<string, string>;
  /** Stored text by id; an organisation's key has the organisation's id. */
  keys: Record<string, string>;
  organisations: Record<string, string>;
  /** Requests counted against the quota, by key id. */
  used: Record<string, number>;
}

const organisation = "5e9d9544a1dcd60001d0ed20";
const orders = "7f3c9a2e41d84b0c6a5d1e8f90b2c374";
const invoices = "52ad7e10c9b84f3d8a6f02e1b7c45d98";
const billing = "0b1de9c2a7f64c53817b2d90e4f6a8d1";
const gold = "62a0ec9092faf50001395817";
const daily = "641c15dd0fffb800010197bf";
const partner = "615d2e528bf3980001c7c6c2";
const day = 86_400;

export function seeds(now: number): Seeds {
  const access = (id: string, name: string) => ({ [id]: { api_name: name, api_id: id, versions: ["Default"] } });
  const limit = { rate: 1000, per: 60, quota_max: 10_000, quota_renewal_rate: day };
  const common = {
    date_created: "2024-05-14T10:15:46.560506Z",
    org_id: organisation,
    last_updated: String(now - 9 * day),
  };
  return {
    names: {
      [orders]: "Orders API",
      [invoices]: "Invoices API",
      [billing]: "Billing API",
      [gold]: "portal-gold",
      [daily]: "daily-quota",
      [partner]: "partner",
    },
    context: {
      org_id: organisation,
      apis: { [orders]: { kind: "http" }, [invoices]: { kind: "http" }, [billing]: { kind: "http" } },
      gateway_config: { hash_keys: false, allow_master_keys: false, enforce_org_quotas: true },
      policies: {
        [gold]: {
          org_id: organisation,
          active: true,
          ...limit,
          access_rights: { ...access(orders, "Orders API"), ...access(invoices, "Invoices API") },
          tags: ["gold"],
        },
        [daily]: {
          org_id: organisation,
          active: true,
          quota_max: 5000,
          quota_renewal_rate: day,
          partitions: { quota: true },
          access_rights: {},
        },
        [partner]: {
          org_id: organisation,
          active: true,
          partitions: { acl: true },
          access_rights: access(invoices, "Invoices API"),
        },
      },
    },
    organisations: {
      [organisation]: stringify({
        ...common,
        rate: 5000,
        per: 60,
        quota_max: 1_000_000,
        quota_renews: now + 12 * day,
        quota_remaining: 640_210,
        quota_renewal_rate: 30 * day,
      }),
    },
    keys: {
      [`${organisation}a28c495beff140a4a6d8c272a1956b99`]: stringify({
        allowance: 100,
        rate: 100,
        per: 60,
        expires: now + 39 * day,
        quota_max: 10_000,
        quota_renews: now + day / 2,
        quota_renewal_rate: day,
        access_rights: { ...access(orders, "Orders API"), ...access(billing, "Billing API") },
        meta_data: { team: "reporting" },
        tags: ["internal"],
        alias: "nightly-export",
        ...common,
      }),
      [`${organisation}e7f75f9e03534825b7aef9df749582e5`]: stringify({
        allowance: 1000,
        expires: now + 200 * day,
        ...limit,
        quota_renews: now + day / 4,
        access_rights: Object.fromEntries([orders, invoices].map((id) => [id, { versions: ["Default"], limit }])),
        apply_policies: [gold],
        meta_data: { tyk_developer_id: "62b3fb9a1d5e4f00017226f5" },
        tags: ["gold"],
        alias: "portal-key",
        ...common,
      }),
      [`${organisation}60ff87c0deab4a508dd2ac18ccb8b664`]: stringify({
        allowance: 20,
        rate: 20,
        per: 1,
        access_rights: { ...access(invoices, "Invoices API") },
        hmac_enabled: true,
        hmac_string: "f3a1c86de0b94b7c",
        apply_policy_id: partner,
        enable_detail_recording: true,
        alias: "old-partner",
        ...common,
      }),
    },
    used: {
      [`${organisation}a28c495beff140a4a6d8c272a1956b99`]: 6820,
      [`${organisation}e7f75f9e03534825b7aef9df749582e5`]: 120,
    },
  };
}
