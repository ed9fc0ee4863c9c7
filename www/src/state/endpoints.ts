import type { Endpoint } from "tyk-session";

type Query = { suppressReset?: boolean; resetQuota?: boolean; hashed?: boolean };

/** How an endpoint looks to the person who picks it. */
export interface EndpointInfo {
  label: string;
  subject: "key" | "organisation";
  needsApi: boolean;
  /** What each answer to the counter question adds to the query; absent where the endpoint has no switch. */
  counter?: { keep: Query; reset: Query };
}

export const endpoints: Record<Endpoint, EndpointInfo> = {
  "dashboard-api": {
    label: "Key of an API · Dashboard",
    subject: "key",
    needsApi: true,
    counter: { keep: { suppressReset: true }, reset: {} },
  },
  "gateway-key": {
    label: "Key · Gateway",
    subject: "key",
    needsApi: false,
    counter: { keep: { suppressReset: true }, reset: {} },
  },
  "dashboard-admin-org": { label: "Organisation key · Dashboard Admin", subject: "organisation", needsApi: false },
  "gateway-org": {
    label: "Organisation key · Gateway",
    subject: "organisation",
    needsApi: false,
    counter: { keep: {}, reset: { resetQuota: true } },
  },
};
